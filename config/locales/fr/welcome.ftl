# First run.
welcome-title = Bienvenue dans l’isoloir
welcome-text = Isoloir vous fait participer à une primaire citoyenne : soutenir des candidatures, les noter, vérifier le résultat.
welcome-demo = La démonstration rejoue LaPrimaire.org 2016 sur cet ordinateur. Rien n’en sort.
welcome-start-demo = Essayer la démonstration
welcome-connect = Me connecter à une plateforme
welcome-english = English
welcome-french = Français
leave-title = Quitter sans voter ?
leave-text = Vous avez noté { $done } des { $total } candidatures et ce bulletin n’est pas encore envoyé. Il reste sur cet appareil pour la prochaine fois.
leave-stay = Continuer mon bulletin
leave-now = Quitter quand même
leave-text-demo = Vous avez noté { $done } des { $total } candidatures et ce bulletin n’est pas encore envoyé. La démonstration s’efface en quittant, ce bulletin aussi ; « --data DOSSIER » la garde.
move-title = Passer à l’étape suivante sans voter ?
move-text = Vous avez noté { $done } des { $total } candidatures et ce bulletin n’est pas encore envoyé. Son vote se termine avec cette étape : il serait perdu.
move-now = Passer quand même
