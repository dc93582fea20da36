# Letters that the platform sends: plain text.
mail-code-subject = { $code } est votre code Isoloir
mail-code-body =
    Bonjour,

    Votre code pour { $primary } : { $code }

    Il est valable { $minutes } minutes et ne sert qu’une fois. Ne le donnez à personne : aucun organisateur ne vous le demandera.

    Si vous n’avez rien demandé, ne faites rien : sans ce code, personne n’entre.
