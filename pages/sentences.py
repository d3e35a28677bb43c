"""Sentences: how long, what kind, how they differ, what they add up to, and when today's terms would end."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "These are the sentences that courts gave to people prosecuted for political reasons, as the register states them. "
    "Every chart says how many people it leaves out and why."
)
exhibit("sentence_lengths")
exhibit("sentence_quantiles")
exhibit("penalties")
exhibit("sentence_total")
exhibit("months_to_verdict")
exhibit("terms_ending")
exhibit("sentences_without_length")
