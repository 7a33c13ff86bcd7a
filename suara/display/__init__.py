"""Step 4, display: one picture a file; first the records, then the drawing. Pictures read what a run left, and count nothing anew."""
