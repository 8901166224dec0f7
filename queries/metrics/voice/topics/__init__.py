"""What customers talk about: the words and phrases that set some texts apart from others."""
