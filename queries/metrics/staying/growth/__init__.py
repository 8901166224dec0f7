"""New, retained, returned and lost customers of each period."""
