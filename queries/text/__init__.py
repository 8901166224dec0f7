"""What texts say: their language, their mood, their words; pure functions of texts."""
