"""In what mood customers write, with the texts it stands on, and how right that is."""
