# `isoloir verify` : vérifie un vote à partir de son archive publique.
cli-verify = Vérifie un vote à partir de son archive publique : le résultat annoncé découle des bulletins déposés
cli-verify-archive = Archive d’un tour (/v1/elections/TOUR/archive) ; « - » lit l’entrée standard
cli-verify-live = Télécharge l’archive de la plateforme, et compare au résultat et au journal qu’elle montre
cli-verify-round = preselection ou final ; sans cela le vote final, ou la présélection si le vote final n’a pas commencé
cli-verify-checkpoint = État de l’urne vu ailleurs (salon public, autre votant) : « isoloir/1 … » ; peut être répété
cli-verify-tracker = Bulletin à retrouver, par le numéro de son reçu ; peut être répété
cli-verify-spoiled = Bulletin ouvert, tel que le programme de vote l’a donné : que portait-il ?
cli-verify-audit = Journal des organisateurs gardé (isoloir audit --json) : est-il entier ?
cli-verify-draws = Seulement les tirages de lots, depuis les données ouvertes (draws.json)
cli-verify-after = Codes de sortie : 0 tout est exact, 1 quelque chose ne va pas, 7 rien ne cloche pour ce qui se voit, mais il n’y a pas encore de résultat ou des bulletins manquent ; les autres sont ceux de toutes les commandes.
verify-bar-loading = téléchargement de l’archive
verify-bar-checking = vérification
verify-no-purse = Ce que cet appareil a vu des urnes est illisible : rien n’est comparé.
verify-done = Tout est conforme : { $issued } lots tirés à nouveau, { $expired } rendus, au bit près. Chaque candidature a été montrée de { $least } à { $most } fois.
verify-error-file = Ce fichier n'est pas une liste de tirages ({ $reason }).
verify-error-open = Le vote n'est pas clos : le secret qui permet de vérifier n'est pas encore publié.
verify-error-bytes = « { $field } » n'est pas fait de 32 octets en hexadécimal.
verify-error-secret = Le secret publié n'est pas celui qui avait été engagé avant le vote.
verify-error-lot = Entrée { $line } : le tirage donne { $expected }, mais la liste dit { $found }.
verify-error-commitment = Entrée { $line } : l'engagement publié n'est pas celui de ce lot.
verify-error-credential = Entrée { $line } : l'identifiant du votant est illisible.
verify-error-sequence = Entrée { $line } : un lot ou un tirage apparaît deux fois, ou est rendu sans avoir été donné.
verify-error-state = La liste des candidatures ou la taille des lots est impossible, ou un lot est rendu sans avoir été donné.

# Ce qui a été vérifié d'une archive, ce qui ne peut pas l'être, ce qui ne va pas.
verify-holds = Tout est exact : le résultat annoncé découle des bulletins déposés.
verify-partial-open = Tout est exact pour ce qui se voit : il n’y a pas encore de résultat.
verify-partial-left = Les comptes découlent des bulletins, mais selon les bulletins, c’est { $names } qui l’emporte : la victoire annoncée ne vaut que s’il est vrai que cette candidature est partie. Demandez-le-lui.
verify-partial-missing = L’urne est exacte pour ce qui se voit, mais rien ne peut être dit du résultat : { $n ->
        [one] un bulletin n’est
       *[other] { $n } bulletins ne sont
    } plus dans cette archive.
verify-fault = Ce n’est pas exact.
verify-checked = Vérifié
verify-not-checked = Non vérifié, ou invérifiable
verify-result = Le résultat, recompté
verify-said-board = L’urne : une chaîne de { $leaves } entrées, dont les états signés (dans cette archive : { $n }) s’accordent tous. Rien n’a été changé, retiré ni glissé.
verify-said-voters = Clés de vote : { $n } à l’ouverture, { $late } ensuite. Aucun bulletin ne vient d’une autre clé.
verify-said-hashes = Bulletins dans l’urne : { $n } ; par leur seule empreinte, si bien que leur contenu n’a pas pu être vérifié : { $missing }.
verify-said-ballots = Bulletins : { $n }, chacun signé par sa clé de vote, et dont il est prouvé qu’il porte une seule réponse par candidat ; aucun n’en copie un autre. Comptés : { $counted }. Votants : { $voters }. Remplacés par leurs propres votants : { $replaced }.
verify-said-channels = Parmi les bulletins comptés, remplis par le programme du votant : { $own } ; par un robot, qui a vu les mentions : { $assisted }.
verify-said-spoiled = Ouverts pour contrôler un programme, et non comptés : { $n }.
verify-said-decrypted = Dépositaires qui ont déchiffré les sommes et l’ont prouvé : { $n } sur { $all } ({ $names }). Aucun bulletin n’a été déchiffré pour cela.
verify-said-lots = Lots tirés à nouveau à partir du secret engagé avant le vote : { $issued }, dont { $expired } rendus ; exactement comme publiés. Une candidature a été montrée au moins { $least } fois, au plus { $most }.
verify-said-result = Les nombres annoncés sont ceux des bulletins, et le classement au jugement majoritaire a été recalculé à partir d’eux.
verify-said-shown = La plateforme montre ce résultat même.
verify-said-audit = Le journal des organisateurs est entier. Entrées : { $n }.
verify-said-elsewhere = L’urne passe par { $n ->
        [one] l’état vu ailleurs
       *[other] les { $n } états vus ailleurs
    }.
verify-said-device = Elle passe par { $n ->
        [one] l’état que cet appareil a vu
       *[other] les { $n } états que cet appareil a vus
    }.
verify-said-older = Cette archive est plus ancienne que ce que cet appareil a vu.
verify-mine-counts = Bulletin { $tracker } : dans l’urne tel qu’il a été déposé (entrée { $leaf }), et il compte.
verify-mine-replaced = Bulletin { $tracker } : dans l’urne tel qu’il a été déposé (entrée { $leaf }) ; un bulletin plus récent du même votant compte à sa place.
verify-mine-recorded = Bulletin { $tracker } : dans l’urne tel qu’il a été déposé (entrée { $leaf }). Cette archive ne dit pas s’il compte.
verify-mine-spoiled = Bulletin { $tracker } : ouvert pour contrôler un programme (entrée { $leaf }), et non compté.
verify-mine-later = Bulletin { $tracker } : déposé après cette archive.
verify-not-elsewhere = Que tout le monde ait vu cette même urne. Une archive fabriquée de bout en bout serait exacte aussi : comparez avec un état vu ailleurs, dans un salon public ou chez un autre votant (--checkpoint).
verify-not-others = { $n ->
    [one] Un reçu gardé ici est celui d’un autre vote : un autre tour, ou une autre primaire. Il n’a pas été cherché ici.
   *[other] { $n } reçus gardés ici sont ceux d’autres votes : un autre tour, ou une autre primaire. Ils n’ont pas été cherchés ici.
}
verify-fault-followed = C’est un autre vote que celui que cet appareil a vu, ou auquel il a pris part : d’autres candidatures, règles, clés ou votants.
verify-not-people = Que les clés de vote soient des personnes : qui tient à la fois la liste et l’urne pourrait ajouter des votants.
verify-not-secret-local = Le secret : la plateforme détenait ici elle-même toutes les clés. Qui l’exploite a pu lire des bulletins.
verify-not-secret = Le secret : que { $n } des dépositaires ({ $names }) ne se soient pas entendus pour lire des bulletins, et qu’ils soient des personnes différentes, chacune sur sa machine.
verify-not-assisted = Que les robots aient rempli ce que leurs votants ont choisi : seul un bulletin ouvert au lieu d’être déposé le montre.
verify-not-lots = Pour les lots : que l’ordre des arrivées n’ait pas été changé, et que l’aléa public (source : { $source }) n’ait été choisi par personne.
verify-not-left = Pourquoi { $names } ne va pas plus loin : un départ ou une exclusion, qui n’est pas dans l’urne.
verify-not-finalists = Qui va au vote final : cela découle de ce classement, des règles de la primaire et des départs. Avec --live, c’est comparé.
verify-not-clock = Que l’horloge de la plateforme ait été juste, et qu’elle n’ait refusé ni retardé personne.
verify-not-device = Que chaque votant ait été seul, et son appareil honnête.
verify-not-for-ever = Que les bulletins restent secrets pour toujours : un grand ordinateur quantique pourrait un jour lire les archives conservées.
verify-fault-at = Ligne { $line } de l’archive.
verify-fault-at-leaf = Ligne { $line } de l’archive, entrée { $leaf } de l’urne.
verify-fault-ballot = Bulletin { $tracker }.
verify-fault-no-archive = Ce fichier n’est pas l’archive d’un vote : sa première ligne n’en est pas la description.
verify-fault-cut = L’archive est coupée : la fin manque.
verify-fault-line = Cette ligne ne peut pas être dans une archive : elle est abîmée, ou n’est pas écrite de la seule façon admise.
verify-fault-manifest = La description du vote n’est pas exacte.
verify-fault-trustees = Les clés des dépositaires ne sont pas exactes.
verify-fault-proof = Ce bulletin ne porte pas une seule réponse par candidat, ou sa preuve a été faite pour une autre place.
verify-fault-ballot-signature = Ce bulletin n’est pas signé par sa clé de vote.
verify-fault-ballot-election = Ce bulletin a été fait pour un autre vote.
verify-fault-ballot-shape = Ce bulletin n’a pas les candidats ou les réponses qu’il doit avoir.
verify-fault-ballot-bytes = Ce bulletin est abîmé.
verify-fault-decryption = Le déchiffrement du dépositaire nº { $n } est faux.
verify-fault-few = Trop peu de dépositaires ont déchiffré.
verify-fault-count = Une somme ne donne aucun nombre possible.
verify-fault-other-checkpoint = Cet état d’une urne est celui d’un autre vote.
verify-fault-signature = Un état de l’urne n’est pas signé avec sa clé.
verify-fault-split = L’urne ne passe pas par l’état vu ailleurs{ $n ->
        [0] { "" }
       *[other] , de { $n } entrées
    }. Tout le monde n’a pas vu la même urne, ou des entrées ont été retirées : gardez cette archive et cet état, ce sont des preuves.
verify-fault-split-device = L’urne ne passe pas par l’état de { $n } entrées que cet appareil ou la plateforme a montré. Gardez cette archive : c’est une preuve.
verify-fault-order = Cette entrée ne peut pas être ici.
verify-fault-index = Une entrée manque avant celle-ci, ou s’y trouve deux fois.
verify-fault-body = Le contenu de cette entrée manque.
verify-fault-root = L’urne n’est pas celle qui a été signée : une entrée a été changée, ajoutée ou retirée avant cette ligne.
verify-fault-time = Les états signés remontent le temps.
verify-fault-credentials = La liste des clés de vote n’est pas celle de l’ouverture.
verify-fault-admitted = Cette clé de vote ne pouvait pas être admise.
verify-fault-unknown = La clé de vote de ce bulletin n’est pas sur la liste.
verify-fault-lot = Ce lot est impossible.
verify-fault-lot-log = Les lots ne sont pas ceux de la clôture.
verify-fault-lot-owner = Ce bulletin est pour un lot qui n’a jamais été tiré pour sa clé de vote, ou qui a été rendu.
verify-fault-lot-count = Cette clé de vote a déposé plus de lots que permis.
verify-fault-sequence = Un bulletin plus ancien suit un plus récent du même votant.
verify-fault-change = Un second bulletin, là où aucun ne peut être changé.
verify-fault-copy = Ce bulletin en copie un autre.
verify-fault-spoiled = Ce bulletin a été ouvert : il ne peut pas être déposé.
verify-fault-close = La clôture est venue trop tôt, ou compte d’autres bulletins.
verify-fault-result = Les nombres annoncés ne sont pas ceux que donnent les bulletins.
verify-fault-changed = L’archive a changé pendant la lecture.
verify-fault-draw = Lot { $lot } : { $why }
verify-fault-shorter = L’archive de ce vote clos a moins d’entrées que cet appareil n’en a vu. Gardez-la : c’est une preuve.
verify-fault-moved = Votre bulletin n’est pas à la place que nomme son reçu.
verify-fault-missing = Ce bulletin n’est pas dans l’urne.
verify-fault-other = L’archive est celle d’un autre vote que celui que nomme la plateforme.
verify-fault-early = La plateforme montre un résultat qui n’est pas dans l’urne.
verify-fault-shown = La plateforme montre un autre résultat que celui des bulletins : { $what }.
verify-shown-turnout = la participation
verify-shown-candidates = les candidats
verify-shown-elected = qui va plus loin
verify-spoiled-row = { $name } : { $grade }
verify-spoiled-holds = Le bulletin chiffré { $tracker } portait exactement cela. Si vous aviez noté ce numéro avant de l’ouvrir, et si ce sont vos mentions, le programme n’a pas menti.
verify-spoiled-shape = Ce fichier ne montre pas un bulletin ouvert.
verify-spoiled-manifest = La description du vote dans ce fichier n’est pas exacte.
verify-spoiled-ballot = Le bulletin de ce fichier n’est pas exact.
verify-spoiled-opening = Le bulletin ne porte pas ce que dit le fichier : le programme qui l’a fait a menti. Gardez le fichier et montrez-le à un observateur.

verify-title = Vérifier ce résultat
verify-loading = L’archive arrive : { $n } ko
verify-checking = Vérification des bulletins
verify-here = Ce programme charge l’archive publique du vote et y vérifie tout sur votre appareil : il ne croit rien de ce que dit la plateforme.
verify-checkpoint = État de l’urne, à comparer avec ce que d’autres ont vu
verify-chat = Un robot ne vérifie pas à votre place : ce qu’il dirait ne pourrait pas être contrôlé. Sur un ordinateur, avec le programme Isoloir, une commande suffit :
verify-chat-command = Commande
verify-chat-archive = L’archive, à l’adresse de la plateforme
verify-chat-other = Le format de l’archive est public : d’autres programmes peuvent aussi la vérifier.
verify-no-room = L’archive ne peut pas être gardée ou lue sur cet appareil : vérifiez la place pour les fichiers temporaires.
