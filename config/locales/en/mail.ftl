# Letters that the platform sends: plain text.
mail-code-subject = { $code } is your Isoloir code
mail-code-body =
    Hello,

    Your code for { $primary }: { $code }

    It is good for { $minutes } minutes and works once. Give it to nobody: no organiser will ask you for it.

    If you asked for nothing, do nothing: without this code nobody gets in.
