"""From an answer to its chart: what is drawn, by the declaration of its metric, and how plotext draws it."""
