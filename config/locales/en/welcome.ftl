# First run.
welcome-title = Welcome to the voting booth
welcome-text = Isoloir lets you take part in a citizens’ primary: support candidates, grade them, check the result.
welcome-demo = The demonstration replays LaPrimaire.org 2016 on this computer. Nothing leaves it.
welcome-start-demo = Try the demonstration
welcome-connect = Connect to a platform
welcome-english = English
welcome-french = Français
leave-title = Quit without voting?
leave-text = You have graded { $done } of { $total } candidates and this ballot has not been sent. It stays on this device for next time.
leave-stay = Go on with my ballot
leave-now = Quit all the same
leave-text-demo = You have graded { $done } of { $total } candidates and this ballot has not been sent. The demonstration is deleted as you quit, this ballot too; “--data FOLDER” keeps it.
move-title = To the next phase without voting?
move-text = You have graded { $done } of { $total } candidates and this ballot has not been sent. Its vote ends with this phase: it would be lost.
move-now = Move on all the same
