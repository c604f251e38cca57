"""What the review desk shows: the words with their findings, what changed, who gets it. Reads only."""
