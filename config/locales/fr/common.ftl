# Words that more than one screen uses.
app-name = Isoloir
