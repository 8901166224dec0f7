"""What customers do next: from event to event, or page to page, within a visit."""
