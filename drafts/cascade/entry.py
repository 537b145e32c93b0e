import json,collections
R=''
p=R+'deploy/catalogue.json'
s=open(p).read()
entry='''    {
      "id": "smollm2-135m-instruct-q4_1-marketing",
      "tier": "small",
      "model": "SmolLM2-135M-Instruct",
      "precision": "Q4_1",
      "licence": "Apache-2.0",
      "base": "smollm2-135m-instruct-q4_1",
      "adapter": {
        "id": "marketing-message",
        "kind": "lora",
        "file": "adapters/marketing-smollm2-135m.gguf",
        "sha256": "76f18b99906f8e309d088399b91ff9ca7676918485210fc838ad21d78cff596c",
        "scale": 1.0
      },
      "contextTokens": 8192,
      "slots": 4,
      "utility": 0.425,
      "utilityProvisional": true,
      "fineTunedFor": [
        "marketing-message"
      ],
      "utilityOnTasks": {
        "marketing-message": 0.996
      },
      "completionTokensTypical": 80,
      "prefillTokensPerSecondProvisional": 1400,
      "decodeTokensPerSecondProvisional": 256
    },
'''
a='''    {
      "id": "qwen2.5-coder-0.5b-instruct-q4_k_m",'''
assert s.count(a)==1
s=s.replace(a,entry+a)
b='''        "smollm2-135m-instruct-q4_1",
        "qwen2.5-coder-0.5b-instruct-q4_k_m"'''
assert s.count(b)==1
s=s.replace(b,'''        "smollm2-135m-instruct-q4_1",
        "smollm2-135m-instruct-q4_1-marketing",
        "qwen2.5-coder-0.5b-instruct-q4_k_m"''')
json.loads(s)
open(p,'w').write(s)
