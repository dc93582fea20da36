# `isoloir tally` : classe une élection quelconque.
tally-sentence = { $rank }. { $name } : mention majoritaire « { $grade } », { $share } { $judgments ->
    [one] du seul jugement
   *[other] des { $judgments } jugements
 } à cette mention ou mieux.
tally-sentence-none = { $rank }. { $name } : aucun jugement ; compté comme « { $grade } ».
tally-why-majority-grade = { $before } passe devant { $after } : « { $better } » est une meilleure mention majoritaire que « { $worse } ».
tally-why-above = { $before } passe devant { $after } : même mention majoritaire ; le plus grand des quatre groupes est, pour { $of }, celui des partisans : { $share } des jugements ({ $part } sur { $total }) au-dessus de « { $grade } ».
tally-why-below = { $before } passe devant { $after } : même mention majoritaire ; le plus grand des quatre groupes est, pour { $of }, celui des opposants : { $share } des jugements ({ $part } sur { $total }) au-dessous de « { $grade } ».
tally-why-next = { $before } passe devant { $after } : même mention majoritaire et groupes à égalité ; une fois retirés { $removed } des jugements autour du milieu, la mention suivante est « { $better } » contre « { $worse } ».
tally-why-tie = { $before } et { $after } sont à égalité : exactement les mêmes proportions de chaque mention.
tally-blanks-ignored = Les réponses « sans opinion » ne sont comptées dans aucun total.
tally-picture-title = Profils de mérite, du premier au dernier
tally-error = { $place } : { $reason }
tally-error-not-text = ce n'est pas du texte en UTF-8.
tally-error-json = ce JSON n'est pas une élection ({ $reason }).
tally-error-csv = ce CSV est illisible ({ $reason }).
tally-error-no-candidates = il n'y a aucun candidat.
tally-error-no-name = le candidat numéro { $place } n'a pas de nom.
tally-error-twice = deux candidats s'appellent « { $name } ».
tally-error-cells = cases trouvées : { $found } ; dans l'en-tête : { $expected }.
tally-error-grade = « { $found } » ({ $name }) n'est pas une mention de l'échelle ; voir --scale.
tally-error-counts = nombres donnés pour { $name } : { $found } ; mentions de l'échelle : { $expected } ; voir --scale.
tally-error-count = « { $found } » ({ $name }) n'est pas un nombre de jugements.
tally-error-too-many = trop de jugements pour être comparés exactement. { $name }
tally-error-scale = une échelle a de 2 à 26 mentions, toutes différentes, la meilleure d'abord.
tally-error-balance = façon inconnue de compléter les mentions manquantes : { $mode }
tally-error-participants = pour compléter les mentions manquantes, il faut le nombre de participants (« participants »).
tally-error-judgments = { $name } a { $judgments } jugements, plus qu’il n’y a eu de bulletins : { $participants }.
tally-error-mixed = ce fichier n'a pas les mêmes candidats ou la même échelle que les autres, ou n'est pas fait de bulletins.
cli-tally-scale = Échelle : mentions de la meilleure à la pire, séparées par des virgules, ou une primaire (laprimaire-2016). Sinon celle du fichier, ou celle de LaPrimaire.org
cli-tally-blank = Bulletins sans opinion : reject (comptés comme la pire mention, par défaut) ou ignore (dans aucun total)
tally-numbers-worst-first = Numéros lus de 1 (la pire mention) à { $n } (la meilleure). Si c’est l’inverse : --numbers best-first.
tally-numbers-best-first = Numéros lus de 1 (la meilleure mention) à { $n } (la pire).
cli-tally-numbers = Numéros sur les bulletins : worst-first (1 est la pire mention, par défaut, comme dans les données publiées) ou best-first (1 est la meilleure, comme les touches du terminal)
cli-tally-csv = Écrit les profils en CSV
cli-tally-svg = Écrit l'image des profils dans ce fichier SVG
cli-tally-png = Écrit l'image des profils dans ce fichier PNG
cli-tally-after = « - » lit l'entrée standard. Plusieurs fichiers CSV de bulletins des mêmes candidats sont comptés ensemble. Dans les cases : le nom d'une mention, sa lettre (A la meilleure), ou son numéro à partir de 1 (la pire ; la meilleure avec --numbers best-first) ; vide, 0 ou « sans opinion » pour un blanc.
tally-written = Écrit : { $path }
