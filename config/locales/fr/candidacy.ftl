# Standing as a candidate.
declare-change-title = Modifier ma page
declare-progress = Étapes
declare-name = Nom sur la liste
declare-name-hint = Comme vous voulez qu’on le lise.
declare-slogan = En une ligne
declare-slogan-hint = 140 caractères au plus. Facultatif.
declare-presentation = Présentation
declare-presentation-hint = 4 000 caractères au plus, texte simple. Le brouillon se garde à mesure.
declare-link = Lien vers votre espace personnel
declare-link-hint = Commence par https://. Facultatif.
declare-link-https = Le lien doit commencer par https://
declare-charter = Un candidat signe la charte :
declare-sign = Je signe la charte
declare-nominee = Des citoyens ont déjà proposé { $name }. Est-ce vous ? Leurs propositions compteront alors pour vous.
declare-nominee-me = Oui, c’est moi
declare-nominee-other = Non, un homonyme
declare-check = Voici ce que tout le monde lira.
declare-empty = (rien)
declare-send = Publier
field-empty = Ce champ est nécessaire.
toast-declared = Vous êtes candidat. Bonne campagne !
toast-page-changed = Votre page est à jour.
candidacy-none = Vous n’êtes pas candidat.
candidacy-asked = Confirmez-vous votre candidature ? Sans réponse à temps, c’est un refus.
candidacy-until = Il vous reste
candidacy-confirm = Oui, je confirme
candidacy-refuse = Non, je renonce
candidacy-sure = C’est définitif : on ne revient pas dans la course.
candidacy-stay = Rester candidat
candidacy-leave-now = Oui, c’est définitif
candidacy-edit = Modifier ma page
candidacy-public = Ma page publique
candidacy-withdraw = Retirer ma candidature
candidacy-threshold = Soutiens pour être qualifié
why-not-standing = Vous n’êtes plus dans la course.
why-won = Vous avez gagné.
toast-candidacy = C’est enregistré.
declare-intro = Vous donnez un nom, une phrase, une présentation et un lien, puis vous signez la charte. Pour être qualifié, il faut ensuite au moins { $n ->
        [one] { $n } soutien
       *[other] { $n } soutiens
    } le { $date } au plus tard.
