"""Who may answer a brief and read it, until when, and under which title of the project. It decides no match."""
