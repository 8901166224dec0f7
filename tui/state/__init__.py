"""What the screens share: files, session, masks, memory, settings, jobs."""
