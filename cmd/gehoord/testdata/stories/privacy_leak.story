# 2.5: what may be a data leak reaches the privacy officer at once, in the weekend too, whoever owns the complaint.
at 2026-11-21 21:00
mail zoe "Datalek"
	U stuurde mij per ongeluk de persoonsgegevens van een andere klant: naam, adres en
	rekeningnummer. Dit is een datalek en een schending van de privacy (AVG).
status K-1 assigned department=PRIVACY
expect els notice "K-1"
expect privacy notice "K-1"
expect zoe confirmation
quiet
