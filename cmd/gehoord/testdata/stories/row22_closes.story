# Row 22: thirty days without a word close it, silently. The manager can open it again.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
at 2026-12-19 12:00
status K-1 settled
at 2026-12-22 12:00
status K-1 closed agenda=-
quiet
# A new mail is a new complaint.
reply zoe of resolution
	De bumper is weer op de rekening gezet, deze maand. Er zit geen schade op de auto.
complaints 2
status K-1 closed
status K-2 assigned|triage customer=zoe
expect zoe confirmation "K-2"
skip
mail meryem "[K-1 HEROPEN]" dmarc=pass
	De afrekening was toch fout.
status K-1 reopened
