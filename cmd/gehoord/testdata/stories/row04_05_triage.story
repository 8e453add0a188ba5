# Rows 4, 5: nobody is sure whose it is. The fallback desk gets it, names itself first, and hands it on; NAAR says nothing to the customer.
at 2026-11-23 09:00
mail zoe "Ontevreden"
	Dit is nu al de derde week. Ik ben er klaar mee en ik wil het nu opgelost zien.
status K-1 triage department=SERVICE confirmed=set resolve_by=2026-11-26
expect zoe confirmation "Klantenservice"
expect service notice "K-1"
quiet

# Another department does not hand out what is not its own.
mail frits "[K-1 NAAR FACTUUR]" dmarc=pass
expect frits refusal "NAAR"
status K-1 triage

at 2026-11-23 09:30
reply sam to service "[K-1 NAAR SCHADE]"
	Gaat over de inleverschade van vorige maand, gebeld.
status K-1 assigned department=SCHADE handler=- resolve_by=2026-11-26 respond_by=2026-11-24T09:00
expect schade notice "K-1" "de derde week" "gebeld"
none zoe
