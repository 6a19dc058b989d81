/** A small valid pack as text, for tests that break it one line at a time. */
export const PACK = `[pack]
name = "acme"
title = "Acme"
revoke = "Delete it."

[[rules]]
id = "acme-token"
name = "Acme token"
description = "A token."
severity = "high"
class = "prefix"
keywords = ["acme_"]
pattern = '(?<secret>acme_[a-z0-9]{20})'
boundary = 'A-Za-z0-9_'
examples = ['«acme_{{gen:[a-z0-9]{20}}}»', 'T=«acme_{{gen:[a-z0-9]{20}}}»']
counterexamples = ['acme_', 'acme_{{gen:[a-z]{3}}}']

[[rules]]
id = "acme-key"
name = "Acme key"
description = "A key."
severity = "high"
class = "named"
matcher = "assignment"
keywords = ["acme"]
names = ['(^|_)acme(_[a-z0-9]+)*_key$']
value = '[a-z0-9]{32}'
examples = ['ACME_KEY=«{{gen:[a-z0-9]{32}}}»', 'acmeApiKey: "«{{gen:[a-z0-9]{32}}}»"']
counterexamples = ['ACME_KEY=$KEY', 'ACME_KEY=']

[[composites]]
id = "acme-pair"
name = "Acme pair"
description = "Both."
severity = "critical"
main = ["acme-token"]
parts = [{ rules = ["acme-key"] }]
within = 128
examples = ["ACME_KEY={{gen:[a-z0-9]{32}}}\\n«acme_{{gen:[a-z0-9]{20}}}»", "«acme_{{gen:[a-z0-9]{20}}}» ACME_KEY={{gen:[a-z0-9]{32}}}"]
counterexamples = ['ACME_KEY={{gen:[a-z0-9]{32}}}', 'acme_{{gen:[a-z0-9]{20}}}']
`;
