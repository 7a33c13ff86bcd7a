"""One file a picture: its records, the sentence that says what they show, its drawing."""
