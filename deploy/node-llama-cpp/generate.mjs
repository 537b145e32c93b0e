// Runs prompts beside each other on node-llama-cpp: a line of JSON asks, a line of JSON answers with the milliseconds,
// since the run began, at which each token of each stream came.
import {createInterface} from "node:readline";
import {getLlama} from "node-llama-cpp";

const [modelPath, threads, sequenceCount, contextTokens] = process.argv.slice(2);

const llama = await getLlama({gpu: false, build: "never", maxThreads: Number(threads), logLevel: "warn"});
const model = await llama.loadModel({modelPath});
const context = await model.createContext({
    contextSize: Number(contextTokens),
    sequences: Number(sequenceCount),
    threads: Number(threads)
});
const sequences = Array.from({length: Number(sequenceCount)}, () => context.getSequence());

async function generate(sequence, prompt, completionTokens, begin) {
    const times = [];
    for await (const token of sequence.evaluate(prompt, {temperature: 0})) {
        times.push(performance.now() - begin);
        if (model.isEogToken(token) || times.length >= completionTokens)
            break;
    }
    return times;
}

console.log("{}");
for await (const line of createInterface({input: process.stdin})) {
    const {prompts, completionTokens} = JSON.parse(line);
    for (const sequence of sequences)
        await sequence.clearHistory();

    const begin = performance.now();
    const streams = await Promise.all(
        prompts.map((prompt, n) => generate(sequences[n], prompt, completionTokens, begin))
    );
    console.log(JSON.stringify(streams));
}
process.exit(0);
