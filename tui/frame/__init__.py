"""What frames a screen: its lines, the titles of its panes, and what every pane is."""
