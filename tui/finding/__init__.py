"""What the boxes that find lead to: all there is, and the parts of the scope."""
