"""Who answers at all, and how they differ from those who do not."""
