# Letters that the platform sends: plain text.
mail-code-subject = { $code } est votre code Isoloir
mail-code-body =
    Bonjour,

    Votre code pour { $primary } : { $code }

    Il est valable { $minutes } minutes et ne sert qu’une fois. Ne le donnez à personne : personne dans l’organisation ne vous le demandera.

    Si vous n’avez rien demandé, ne faites rien : sans ce code, personne n’entre.
mail-link-subject = Une discussion { $network } est liée à votre compte Isoloir
mail-link-body =
    Bonjour,

    Depuis le { $at }, une discussion { $network } peut agir avec votre compte pour { $primary } :

    « { $label } »

    Vous avez confirmé cette liaison depuis votre compte. Si ce n’était pas vous, coupez-la tout de suite : « Mon compte », puis « Mes discussions liées ».
mail-relink-body =
    Bonjour,

    Depuis le { $at }, une discussion { $network } est liée de nouveau à votre compte pour { $primary } :

    « { $label } »

    La liaison d’avant est coupée. Vous avez confirmé celle-ci depuis votre compte. Si ce n’était pas vous, coupez-la tout de suite : « Mon compte », puis « Mes discussions liées ».
mail-confirm-subject = Confirmez votre candidature avant le { $deadline }
mail-confirm-body =
    Bonjour,

    Vous êtes parmi les personnes qualifiées pour { $primary }. Votre candidature continue seulement si vous la confirmez avant le { $deadline }. Sans réponse, elle s’arrête.

    Pour répondre : ouvrez Isoloir, « Ma candidature », ou tapez « isoloir candidacy confirm » (ou « refuse »).
mail-remind-subject = Votre réponse est attendue avant le { $deadline }
mail-remind-body =
    Bonjour,

    Vous n’avez pas encore dit si vous continuez dans { $primary }. Sans réponse avant le { $deadline }, votre candidature s’arrête.

    Pour répondre : ouvrez Isoloir, « Ma candidature », ou tapez « isoloir candidacy confirm » (ou « refuse »).
mail-confirm-final-body =
    Bonjour,

    Vous êtes en finale de { $primary }. Vous y restez seulement si vous le confirmez avant le { $deadline }. Sans réponse, votre candidature s’arrête.

    Pour répondre : ouvrez Isoloir, « Ma candidature », ou tapez « isoloir candidacy confirm » (ou « refuse »).
mail-announcement-from = — { $sender } · { $primary }
mail-announcement-why =
    { $audience ->
        [lot_waiting] Vous recevez cette lettre parce que vous avez demandé les annonces par courriel et qu’un vote vous attend.
        [supporters] Vous recevez cette lettre parce que vous soutenez cette candidature, que vous laissez vous écrire, et que vous avez demandé les annonces par courriel.
       *[everyone] Vous recevez cette lettre parce que vous avez demandé les annonces par courriel.
    } Pour ne plus en recevoir : { $link }
letters-end-ask = Ne plus recevoir les annonces par courriel ? Rien d’autre ne change : ni votre compte, ni vos bulletins.
letters-end = Ne plus les recevoir
letters-ended = C’est fait : vous ne recevrez plus d’annonces par courriel. Vous pouvez les redemander depuis votre compte.
