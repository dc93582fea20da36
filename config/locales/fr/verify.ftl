# `isoloir verify` : refait les tirages publiés.
cli-verify = Refait tous les tirages de lots publiés à la clôture, et compare
cli-verify-file = Fichier publié par la plateforme (données ouvertes « draws », JSON) ; « - » lit l'entrée standard
cli-verify-after = Prouve la composition, l'ordre et le compte des lots, étant donné l'ordre des arrivées. Ne prouve pas que l'organisateur n'a pas changé l'ordre des arrivées, ni qui vote.
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
