"""What is computed: from files to results. Nothing here knows that a screen exists."""
