# The dialogue line by line. Words that are typed: several ones are parted by a slash.
plain-help = Tapez le numéro d'un choix, puis Entrée. Mots utiles : retour, suite, répète, aide, quitter.
plain-help-demo = Ceci est une démonstration. Tapez le numéro d'un choix, puis Entrée. Mots utiles : retour, suite, répète, aide, étape (pour passer à l'étape suivante), quitter.
plain-word-help = aide / ?
plain-word-more = suite
plain-word-again = répète / repete
plain-word-back = retour
plain-word-leave = quitter / q
plain-word-next-phase = étape / etape
plain-tone-info = À savoir
plain-tone-good = Fait
plain-tone-warning = Attention
plain-tone-bad = Échec
plain-list = { $label } ({ $n })
plain-more = { $n ->
    [one] Il en reste { $n } : tapez « suite ».
   *[other] Il en reste { $n } : tapez « suite ».
 }
plain-marked = votre choix
plain-rank = Rang { $rank } :
plain-elected = Candidature retenue.
plain-why = Tapez { $number } pour savoir pourquoi.
plain-grades = Mentions
plain-grade-how = Pour noter, tapez le numéro de la candidature puis la mention : « 1 bien » ou « 1 B ». Le numéro seul ouvre sa présentation.
plain-type = Tapez votre réponse. Pour un choix numéroté ou un mot, mettez deux-points devant : « :1 », « :retour ».
plain-type-search = Tapez des mots pour chercher, ou un numéro pour choisir.
plain-type-text = Tapez votre texte sur plusieurs lignes ; une ligne avec un point seul le termine. Pour un choix, deux-points devant : « :1 », « :retour ».
plain-disabled = { $label } : impossible maintenant. { $reason }
plain-unknown = { $n ->
    [0] Cela ne correspond à rien ici. Tapez « aide ».
   *[other] Cela ne correspond à rien ici. Tapez un numéro de 1 à { $n }, ou « aide ».
 }
