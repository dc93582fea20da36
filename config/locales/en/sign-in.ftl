# Signing in.
sign-in-title = Sign in
sign-in-text = No password: a six-digit code is sent to your address. The first time, an account is made.
sign-in-email = E-mail address
sign-in-hint = This address serves to sign you in, nothing else, and is never shown.
sign-in-no-email = This e-mail address is not complete.
code-title = The code you got by e-mail
code-text = A six-digit code was sent to { $email }.
code-label = Code
code-hint = Six digits. Look in the spam folder, too.
code-six = The code has six digits.
code-good = The code is good for another
code-old = This code has expired. Ask for another.
code-demo = Demonstration, the e-mail says
code-resend = Send another code
code-other-address = Use another address
toast-signed-in = You are signed in.
toast-signed-out = You are signed out on this device.
