# Row 4, design 8: AANNEMEN works in triage, and so does NAAR the fallback desk itself.
mail zoe "Ontevreden"
	Dit is nu al de derde week. Ik ben er klaar mee en ik wil het nu opgelost zien.
status K-1 triage
reply sam to service "[K-1 AANNEMEN]"
status K-1 in_treatment handler=sam department=SERVICE
mail kees "Ontevreden"
	Dit is nu al de derde week. Ik ben er klaar mee en ik wil het nu opgelost zien.
status K-2 triage
reply sam to service "[K-2 NAAR SERVICE]"
	Dit is bejegening.
status K-2 assigned department=SERVICE
