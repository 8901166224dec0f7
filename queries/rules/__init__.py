"""The language of rules: from the text of a rule to whom it holds for, or to sentences that point at its mistakes."""
