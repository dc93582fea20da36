# Results, and why one stands before another.
results-winner = { $name } remporte la primaire.
results-winners = { $n } candidatures sont à égalité en tête.
results-finalists = { $n ->
        [one] { $n } candidature va en finale.
       *[other] { $n } candidatures vont en finale.
    }
results-sentence = { $n ->
        [one] { $n } jugement
       *[other] { $n } jugements
    } · { $share } « { $grade } » ou mieux
grade-plus = { $grade } +
grade-minus = { $grade } −
results-turnout = Participation
turnout-voters = Ont voté
turnout-of = { $n } ({ $share })
turnout-ballots = Bulletins comptés
turnout-lots = Lots comptés
lots-per-candidate = Lots par candidature
lots-count = { $cast } votés, { $issued } tirés, { $expired } rendus
results-open-data = Tous ces chiffres se téléchargent et se recomptent : « isoloir results { $round } --json » ou les données ouvertes de la plateforme.
results-open-data-chat = Tous ces chiffres se téléchargent et se recomptent : ce sont les données ouvertes de la plateforme.
why-order-title = Pourquoi cet ordre ?
why-order-none = La plateforme n’a pas publié d’explication pour ces deux candidatures.
why-order-grade = { $a } passe devant { $b } : sa mention majoritaire est « { $better } », celle de { $b } est « { $worse } ».
why-order-above = Même mention majoritaire, « { $grade } ». Le plus grand groupe décide : { $share } des jugements sur { $a } sont meilleurs que cette mention, donc { $a } passe devant { $b }.
why-order-below = Même mention majoritaire, « { $grade } ». Le plus grand groupe décide : { $share } des jugements sur { $b } sont moins bons que cette mention, donc { $b } passe derrière { $a }.
why-order-next = Les groupes ne les départagent pas. En retirant aux deux la même part de jugements médians ({ $share }), { $a } reçoit « { $better } » et { $b } « { $worse } » : { $a } passe devant.
why-order-tie = { $a } et { $b } ont exactement les mêmes proportions de mentions : c’est une égalité.
receipts-text = Un reçu par bulletin envoyé. Il dit s’il compte, jamais ce qu’il contient.
receipts-none = Vous n’avez pas encore voté.
receipts-more = Reçus plus anciens
receipt-of-lot = Un lot du premier tour
tracker-text = Toute personne qui a un numéro de reçu peut vérifier que ce bulletin compte.
tracker-hint = Par exemple : 7KQM-2XVT-9H4C-PDW3-8R02-6TYB
tracker-mistyped = Un numéro a vingt-quatre lettres et chiffres. Vérifiez la saisie.
tracker-unknown = Aucun bulletin ne porte ce numéro.
receipt-of-round = Premier tour
tracker-checked = Ce programme a vérifié que ce bulletin est dans l’urne, et que l’urne n’a fait que grandir depuis qu’il la connaît.
turnout-own = Chiffrés par le programme de la personne
turnout-assisted = Chiffrés par un robot, qui a vu les mentions
