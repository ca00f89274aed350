"""The demo: invented people play the whole story through the library's own doors, and leave what they made."""
