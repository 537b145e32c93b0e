package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The native functions we call, one method each, named for what they do; the C name stands in the constructor.
///
/// Strings are NUL-terminated UTF-8. Nothing here checks an argument: a wrong one ends the process.
final class LlamaSymbols {

    private static final Linker LINKER = Linker.nativeLinker();

    /// A `const char*` result may be read up to its NUL.
    private static final AddressLayout TEXT =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, JAVA_BYTE));
    private final MethodHandle version;
    private final MethodHandle backendInit;
    private final MethodHandle logSet;
    private final MethodHandle backendLoadAllFromPath;
    private final MethodHandle deviceCount;
    private final MethodHandle deviceByType;
    private final MethodHandle deviceRegistry;
    private final MethodHandle deviceDescription;
    private final MethodHandle deviceName;
    private final MethodHandle deviceMemory;
    private final MethodHandle registryProcedure;
    private final MethodHandle threadpoolParamsInit;
    private final MethodHandle modelDefaultParams;
    private final MethodHandle contextDefaultParams;
    private final MethodHandle samplerChainDefaultParams;
    private final MethodHandle modelLoadFromFile;
    private final MethodHandle modelFree;
    private final MethodHandle modelVocabulary;
    private final MethodHandle modelContextTokens;
    private final MethodHandle modelDescription;
    private final MethodHandle modelChatTemplate;
    private final MethodHandle modelHasEncoder;
    private final MethodHandle contextNew;
    private final MethodHandle contextFree;
    private final MethodHandle contextTokensPerSequence;
    private final MethodHandle contextMemory;
    private final MethodHandle contextAttachThreadpool;
    private final MethodHandle contextDetachThreadpool;
    private final MethodHandle contextSetAbortCallback;
    private final MethodHandle memoryRemove;
    private final MethodHandle adapterLoad;
    private final MethodHandle contextSetAdapters;
    private final MethodHandle decode;
    private final MethodHandle vocabularySize;
    private final MethodHandle tokenAttributes;
    private final MethodHandle tokenEndsGeneration;
    private final MethodHandle tokenBeginOfSequence;
    private final MethodHandle tokenEndOfSequence;
    private final MethodHandle addsBeginOfSequence;
    private final MethodHandle tokenize;
    private final MethodHandle tokenToPiece;
    private final MethodHandle samplerChainInit;
    private final MethodHandle samplerChainAdd;
    private final MethodHandle samplerGreedy;
    private final MethodHandle samplerDistribution;
    private final MethodHandle samplerTopP;
    private final MethodHandle samplerTemperature;
    private final MethodHandle samplerPenalties;
    private final MethodHandle samplerSample;
    private final MethodHandle samplerFree;
    private final MethodHandle threadpoolNew;
    private final MethodHandle threadpoolFree;
    private final MethodHandle samplerLogitBias;
    private final MethodHandle samplerGrammar;
    private final MethodHandle samplerGrammarFrom;
    private final MethodHandle samplerApply;
    private final MethodHandle samplerAccept;
    private final MethodHandle logits;
    private final MethodHandle memoryCopy;

    /// Opens the libraries, resolves every function and loads the CPU backend that fits this machine.
    ///
    /// @throws IllegalArgumentException if a library cannot be opened
    /// @throws IllegalStateException if a function is missing
    LlamaSymbols(LibraryFiles files, MemorySegment logCallback, Arena arena) {
        SymbolLookup base = SymbolLookup.libraryLookup(files.ggmlBase(), arena);
        SymbolLookup ggml = SymbolLookup.libraryLookup(files.ggml(), arena);
        SymbolLookup llama = SymbolLookup.libraryLookup(files.llama(), arena);
        version = function(llama, "llama_version", FunctionDescriptor.of(TEXT));
        backendInit = function(llama, "llama_backend_init", FunctionDescriptor.ofVoid());
        logSet = function(llama, "llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        backendLoadAllFromPath = function(ggml, "ggml_backend_load_all_from_path", FunctionDescriptor.ofVoid(ADDRESS));
        deviceCount = function(ggml, "ggml_backend_dev_count", FunctionDescriptor.of(JAVA_LONG));
        deviceByType = function(ggml, "ggml_backend_dev_by_type", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        deviceRegistry = function(base, "ggml_backend_dev_backend_reg", FunctionDescriptor.of(ADDRESS, ADDRESS));
        deviceDescription = function(base, "ggml_backend_dev_description", FunctionDescriptor.of(TEXT, ADDRESS));
        deviceName = function(base, "ggml_backend_dev_name", FunctionDescriptor.of(TEXT, ADDRESS));
        deviceMemory = function(base, "ggml_backend_dev_memory", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        registryProcedure =
                function(base, "ggml_backend_reg_get_proc_address", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        threadpoolParamsInit =
                function(base, "ggml_threadpool_params_init", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        modelDefaultParams =
                function(llama, "llama_model_default_params", FunctionDescriptor.of(LlamaLayouts.MODEL_PARAMS));
        contextDefaultParams =
                function(llama, "llama_context_default_params", FunctionDescriptor.of(LlamaLayouts.CONTEXT_PARAMS));
        samplerChainDefaultParams = function(
                llama, "llama_sampler_chain_default_params", FunctionDescriptor.of(LlamaLayouts.SAMPLER_CHAIN_PARAMS));
        modelLoadFromFile = function(
                llama,
                "llama_model_load_from_file",
                FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaLayouts.MODEL_PARAMS));
        modelFree = function(llama, "llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
        modelVocabulary = function(llama, "llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
        modelContextTokens = function(llama, "llama_model_n_ctx_train", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        modelDescription =
                function(llama, "llama_model_desc", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
        modelChatTemplate = function(llama, "llama_model_chat_template", FunctionDescriptor.of(TEXT, ADDRESS, ADDRESS));
        modelHasEncoder = function(llama, "llama_model_has_encoder", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
        contextNew = function(
                llama, "llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaLayouts.CONTEXT_PARAMS));
        contextFree = function(llama, "llama_free", FunctionDescriptor.ofVoid(ADDRESS));
        contextTokensPerSequence = function(llama, "llama_n_ctx_seq", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        contextMemory = function(llama, "llama_get_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
        contextAttachThreadpool =
                function(llama, "llama_attach_threadpool", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        contextDetachThreadpool = function(llama, "llama_detach_threadpool", FunctionDescriptor.ofVoid(ADDRESS));
        contextSetAbortCallback =
                function(llama, "llama_set_abort_callback", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        memoryRemove = function(
                llama,
                "llama_memory_seq_rm",
                FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
        adapterLoad = function(llama, "llama_adapter_lora_init", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        contextSetAdapters = function(
                llama,
                "llama_set_adapters_lora",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        decode = function(llama, "llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, LlamaLayouts.BATCH));
        vocabularySize = function(llama, "llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        tokenAttributes = function(llama, "llama_vocab_get_attr", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        tokenEndsGeneration =
                function(llama, "llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
        tokenBeginOfSequence = function(llama, "llama_vocab_bos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        tokenEndOfSequence = function(llama, "llama_vocab_eos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        addsBeginOfSequence = function(llama, "llama_vocab_get_add_bos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
        tokenize = function(
                llama,
                "llama_tokenize",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
        tokenToPiece = function(
                llama,
                "llama_token_to_piece",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
        samplerChainInit = function(
                llama, "llama_sampler_chain_init", FunctionDescriptor.of(ADDRESS, LlamaLayouts.SAMPLER_CHAIN_PARAMS));
        samplerChainAdd = function(llama, "llama_sampler_chain_add", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        samplerGreedy = function(llama, "llama_sampler_init_greedy", FunctionDescriptor.of(ADDRESS));
        samplerDistribution = function(llama, "llama_sampler_init_dist", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        samplerTopP =
                function(llama, "llama_sampler_init_top_p", FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG));
        samplerTemperature = function(llama, "llama_sampler_init_temp", FunctionDescriptor.of(ADDRESS, JAVA_FLOAT));
        samplerPenalties = function(
                llama,
                "llama_sampler_init_penalties",
                FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT));
        samplerSample =
                function(llama, "llama_sampler_sample", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        samplerFree = function(llama, "llama_sampler_free", FunctionDescriptor.ofVoid(ADDRESS));
        logSet(logCallback, MemorySegment.NULL);
        try (Arena scratch = Arena.ofConfined()) {
            backendLoadAllFromPath(scratch.allocateFrom(files.directory().toString()));
            MemorySegment device = deviceByType(DEVICE_TYPE_CPU);
            if (device.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("no CPU backend in " + files.directory() + " runs on this machine");
            }
            threadpoolNew = procedure(scratch, device, "ggml_threadpool_new", FunctionDescriptor.of(ADDRESS, ADDRESS));
            threadpoolFree = procedure(scratch, device, "ggml_threadpool_free", FunctionDescriptor.ofVoid(ADDRESS));
            samplerLogitBias = function(
                    llama,
                    "llama_sampler_init_logit_bias",
                    FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
            samplerGrammar = function(
                    llama, "llama_sampler_init_grammar", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
            samplerGrammarFrom = function(
                    llama,
                    "llama_sampler_init_grammar_lazy_patterns",
                    FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
            samplerApply = function(llama, "llama_sampler_apply", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
            samplerAccept = function(llama, "llama_sampler_accept", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
            logits = function(llama, "llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            memoryCopy = function(
                    llama,
                    "llama_memory_seq_cp",
                    FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        }
    }

    /// Where the libraries lie.
    record LibraryFiles(Path directory, Path ggmlBase, Path ggml, Path llama) {}

    static final int DEVICE_TYPE_CPU = 0;
    static final int DEVICE_TYPE_GPU = 1;

    private static MethodHandle function(SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
        MemorySegment address =
                lookup.find(name).orElseThrow(() -> new IllegalStateException("the library has no function " + name));
        return LINKER.downcallHandle(address, descriptor);
    }

    private MethodHandle procedure(Arena scratch, MemorySegment device, String name, FunctionDescriptor descriptor) {
        MemorySegment address = registryProcedure(deviceRegistry(device), scratch.allocateFrom(name));
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("the CPU backend has no function " + name);
        }
        return LINKER.downcallHandle(address, descriptor);
    }

    private static IllegalStateException failed(String function, Throwable cause) {
        return new IllegalStateException("calling " + function + " failed", cause);
    }

    MemorySegment version() {
        try {
            return (MemorySegment) this.version.invokeExact();
        } catch (Throwable e) {
            throw failed("llama_version", e);
        }
    }

    void backendInit() {
        try {
            this.backendInit.invokeExact();
        } catch (Throwable e) {
            throw failed("llama_backend_init", e);
        }
    }

    void logSet(MemorySegment callback, MemorySegment userPointer) {
        try {
            this.logSet.invokeExact(callback, userPointer);
        } catch (Throwable e) {
            throw failed("llama_log_set", e);
        }
    }

    void backendLoadAllFromPath(MemorySegment directory) {
        try {
            this.backendLoadAllFromPath.invokeExact(directory);
        } catch (Throwable e) {
            throw failed("ggml_backend_load_all_from_path", e);
        }
    }

    long deviceCount() {
        try {
            return (long) this.deviceCount.invokeExact();
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_count", e);
        }
    }

    MemorySegment deviceByType(int type) {
        try {
            return (MemorySegment) this.deviceByType.invokeExact(type);
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_by_type", e);
        }
    }

    MemorySegment deviceRegistry(MemorySegment device) {
        try {
            return (MemorySegment) this.deviceRegistry.invokeExact(device);
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_backend_reg", e);
        }
    }

    MemorySegment deviceDescription(MemorySegment device) {
        try {
            return (MemorySegment) this.deviceDescription.invokeExact(device);
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_description", e);
        }
    }

    MemorySegment deviceName(MemorySegment device) {
        try {
            return (MemorySegment) this.deviceName.invokeExact(device);
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_name", e);
        }
    }

    void deviceMemory(MemorySegment device, MemorySegment free, MemorySegment total) {
        try {
            this.deviceMemory.invokeExact(device, free, total);
        } catch (Throwable e) {
            throw failed("ggml_backend_dev_memory", e);
        }
    }

    MemorySegment registryProcedure(MemorySegment registry, MemorySegment name) {
        try {
            return (MemorySegment) this.registryProcedure.invokeExact(registry, name);
        } catch (Throwable e) {
            throw failed("ggml_backend_reg_get_proc_address", e);
        }
    }

    void threadpoolParamsInit(MemorySegment params, int threads) {
        try {
            this.threadpoolParamsInit.invokeExact(params, threads);
        } catch (Throwable e) {
            throw failed("ggml_threadpool_params_init", e);
        }
    }

    MemorySegment modelDefaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) this.modelDefaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw failed("llama_model_default_params", e);
        }
    }

    MemorySegment contextDefaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) this.contextDefaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw failed("llama_context_default_params", e);
        }
    }

    MemorySegment samplerChainDefaultParams(SegmentAllocator allocator) {
        try {
            return (MemorySegment) this.samplerChainDefaultParams.invokeExact(allocator);
        } catch (Throwable e) {
            throw failed("llama_sampler_chain_default_params", e);
        }
    }

    MemorySegment modelLoadFromFile(MemorySegment path, MemorySegment params) {
        try {
            return (MemorySegment) this.modelLoadFromFile.invokeExact(path, params);
        } catch (Throwable e) {
            throw failed("llama_model_load_from_file", e);
        }
    }

    void modelFree(MemorySegment model) {
        try {
            this.modelFree.invokeExact(model);
        } catch (Throwable e) {
            throw failed("llama_model_free", e);
        }
    }

    MemorySegment modelVocabulary(MemorySegment model) {
        try {
            return (MemorySegment) this.modelVocabulary.invokeExact(model);
        } catch (Throwable e) {
            throw failed("llama_model_get_vocab", e);
        }
    }

    int modelContextTokens(MemorySegment model) {
        try {
            return (int) this.modelContextTokens.invokeExact(model);
        } catch (Throwable e) {
            throw failed("llama_model_n_ctx_train", e);
        }
    }

    int modelDescription(MemorySegment model, MemorySegment buffer, long bytes) {
        try {
            return (int) this.modelDescription.invokeExact(model, buffer, bytes);
        } catch (Throwable e) {
            throw failed("llama_model_desc", e);
        }
    }

    MemorySegment modelChatTemplate(MemorySegment model, MemorySegment name) {
        try {
            return (MemorySegment) this.modelChatTemplate.invokeExact(model, name);
        } catch (Throwable e) {
            throw failed("llama_model_chat_template", e);
        }
    }

    boolean modelHasEncoder(MemorySegment model) {
        try {
            return (boolean) this.modelHasEncoder.invokeExact(model);
        } catch (Throwable e) {
            throw failed("llama_model_has_encoder", e);
        }
    }

    MemorySegment contextNew(MemorySegment model, MemorySegment params) {
        try {
            return (MemorySegment) this.contextNew.invokeExact(model, params);
        } catch (Throwable e) {
            throw failed("llama_init_from_model", e);
        }
    }

    void contextFree(MemorySegment context) {
        try {
            this.contextFree.invokeExact(context);
        } catch (Throwable e) {
            throw failed("llama_free", e);
        }
    }

    int contextTokensPerSequence(MemorySegment context) {
        try {
            return (int) this.contextTokensPerSequence.invokeExact(context);
        } catch (Throwable e) {
            throw failed("llama_n_ctx_seq", e);
        }
    }

    MemorySegment contextMemory(MemorySegment context) {
        try {
            return (MemorySegment) this.contextMemory.invokeExact(context);
        } catch (Throwable e) {
            throw failed("llama_get_memory", e);
        }
    }

    void contextAttachThreadpool(MemorySegment context, MemorySegment decodePool, MemorySegment batchPool) {
        try {
            this.contextAttachThreadpool.invokeExact(context, decodePool, batchPool);
        } catch (Throwable e) {
            throw failed("llama_attach_threadpool", e);
        }
    }

    void contextDetachThreadpool(MemorySegment context) {
        try {
            this.contextDetachThreadpool.invokeExact(context);
        } catch (Throwable e) {
            throw failed("llama_detach_threadpool", e);
        }
    }

    void contextSetAbortCallback(MemorySegment context, MemorySegment callback, MemorySegment userPointer) {
        try {
            this.contextSetAbortCallback.invokeExact(context, callback, userPointer);
        } catch (Throwable e) {
            throw failed("llama_set_abort_callback", e);
        }
    }

    boolean memoryRemove(MemorySegment memory, int sequence, int from, int to) {
        try {
            return (boolean) this.memoryRemove.invokeExact(memory, sequence, from, to);
        } catch (Throwable e) {
            throw failed("llama_memory_seq_rm", e);
        }
    }

    MemorySegment adapterLoad(MemorySegment model, MemorySegment path) {
        try {
            return (MemorySegment) this.adapterLoad.invokeExact(model, path);
        } catch (Throwable e) {
            throw failed("llama_adapter_lora_init", e);
        }
    }

    int contextSetAdapters(MemorySegment context, MemorySegment adapters, long count, MemorySegment scales) {
        try {
            return (int) this.contextSetAdapters.invokeExact(context, adapters, count, scales);
        } catch (Throwable e) {
            throw failed("llama_set_adapters_lora", e);
        }
    }

    int decode(MemorySegment context, MemorySegment batch) {
        try {
            return (int) this.decode.invokeExact(context, batch);
        } catch (Throwable e) {
            throw failed("llama_decode", e);
        }
    }

    int vocabularySize(MemorySegment vocabulary) {
        try {
            return (int) this.vocabularySize.invokeExact(vocabulary);
        } catch (Throwable e) {
            throw failed("llama_vocab_n_tokens", e);
        }
    }

    int tokenAttributes(MemorySegment vocabulary, int token) {
        try {
            return (int) this.tokenAttributes.invokeExact(vocabulary, token);
        } catch (Throwable e) {
            throw failed("llama_vocab_get_attr", e);
        }
    }

    boolean tokenEndsGeneration(MemorySegment vocabulary, int token) {
        try {
            return (boolean) this.tokenEndsGeneration.invokeExact(vocabulary, token);
        } catch (Throwable e) {
            throw failed("llama_vocab_is_eog", e);
        }
    }

    int tokenBeginOfSequence(MemorySegment vocabulary) {
        try {
            return (int) this.tokenBeginOfSequence.invokeExact(vocabulary);
        } catch (Throwable e) {
            throw failed("llama_vocab_bos", e);
        }
    }

    int tokenEndOfSequence(MemorySegment vocabulary) {
        try {
            return (int) this.tokenEndOfSequence.invokeExact(vocabulary);
        } catch (Throwable e) {
            throw failed("llama_vocab_eos", e);
        }
    }

    boolean addsBeginOfSequence(MemorySegment vocabulary) {
        try {
            return (boolean) this.addsBeginOfSequence.invokeExact(vocabulary);
        } catch (Throwable e) {
            throw failed("llama_vocab_get_add_bos", e);
        }
    }

    int tokenize(
            MemorySegment vocabulary,
            MemorySegment text,
            int textBytes,
            MemorySegment tokens,
            int tokensMax,
            boolean addSpecial,
            boolean parseSpecial) {
        try {
            return (int)
                    this.tokenize.invokeExact(vocabulary, text, textBytes, tokens, tokensMax, addSpecial, parseSpecial);
        } catch (Throwable e) {
            throw failed("llama_tokenize", e);
        }
    }

    int tokenToPiece(
            MemorySegment vocabulary, int token, MemorySegment buffer, int bytes, int leftStrip, boolean special) {
        try {
            return (int) this.tokenToPiece.invokeExact(vocabulary, token, buffer, bytes, leftStrip, special);
        } catch (Throwable e) {
            throw failed("llama_token_to_piece", e);
        }
    }

    MemorySegment samplerChainInit(MemorySegment params) {
        try {
            return (MemorySegment) this.samplerChainInit.invokeExact(params);
        } catch (Throwable e) {
            throw failed("llama_sampler_chain_init", e);
        }
    }

    void samplerChainAdd(MemorySegment chain, MemorySegment sampler) {
        try {
            this.samplerChainAdd.invokeExact(chain, sampler);
        } catch (Throwable e) {
            throw failed("llama_sampler_chain_add", e);
        }
    }

    MemorySegment samplerGreedy() {
        try {
            return (MemorySegment) this.samplerGreedy.invokeExact();
        } catch (Throwable e) {
            throw failed("llama_sampler_init_greedy", e);
        }
    }

    MemorySegment samplerDistribution(int seed) {
        try {
            return (MemorySegment) this.samplerDistribution.invokeExact(seed);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_dist", e);
        }
    }

    MemorySegment samplerTopP(float share, long keepMin) {
        try {
            return (MemorySegment) this.samplerTopP.invokeExact(share, keepMin);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_top_p", e);
        }
    }

    MemorySegment samplerTemperature(float temperature) {
        try {
            return (MemorySegment) this.samplerTemperature.invokeExact(temperature);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_temp", e);
        }
    }

    MemorySegment samplerPenalties(int vocabularySize, int lastTokens, float repeat, float frequency, float presence) {
        try {
            return (MemorySegment)
                    this.samplerPenalties.invokeExact(vocabularySize, lastTokens, repeat, frequency, presence);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_penalties", e);
        }
    }

    int samplerSample(MemorySegment sampler, MemorySegment context, int row) {
        try {
            return (int) this.samplerSample.invokeExact(sampler, context, row);
        } catch (Throwable e) {
            throw failed("llama_sampler_sample", e);
        }
    }

    void samplerFree(MemorySegment sampler) {
        try {
            this.samplerFree.invokeExact(sampler);
        } catch (Throwable e) {
            throw failed("llama_sampler_free", e);
        }
    }

    MemorySegment threadpoolNew(MemorySegment params) {
        try {
            return (MemorySegment) this.threadpoolNew.invokeExact(params);
        } catch (Throwable e) {
            throw failed("ggml_threadpool_new", e);
        }
    }

    void threadpoolFree(MemorySegment pool) {
        try {
            this.threadpoolFree.invokeExact(pool);
        } catch (Throwable e) {
            throw failed("ggml_threadpool_free", e);
        }
    }

    MemorySegment samplerLogitBias(int vocabularySize, int count, MemorySegment biases) {
        try {
            return (MemorySegment) this.samplerLogitBias.invokeExact(vocabularySize, count, biases);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_logit_bias", e);
        }
    }

    /// NULL where the grammar is not understood.
    MemorySegment samplerGrammar(MemorySegment vocabulary, MemorySegment grammar, MemorySegment root) {
        try {
            return (MemorySegment) this.samplerGrammar.invokeExact(vocabulary, grammar, root);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_grammar", e);
        }
    }

    /// A grammar that holds from one of these tokens on; NULL where it is not understood.
    MemorySegment samplerGrammarFrom(
            MemorySegment vocabulary, MemorySegment grammar, MemorySegment root, MemorySegment tokens, long count) {
        try {
            return (MemorySegment) this.samplerGrammarFrom.invokeExact(
                    vocabulary, grammar, root, MemorySegment.NULL, 0L, tokens, count);
        } catch (Throwable e) {
            throw failed("llama_sampler_init_grammar_lazy_patterns", e);
        }
    }

    void samplerApply(MemorySegment sampler, MemorySegment candidates) {
        try {
            this.samplerApply.invokeExact(sampler, candidates);
        } catch (Throwable e) {
            throw failed("llama_sampler_apply", e);
        }
    }

    /// A grammar sampler ends the process on a token that it would not have left among the candidates.
    void samplerAccept(MemorySegment sampler, int token) {
        try {
            this.samplerAccept.invokeExact(sampler, token);
        } catch (Throwable e) {
            throw failed("llama_sampler_accept", e);
        }
    }

    MemorySegment logits(MemorySegment context, int row) {
        try {
            return (MemorySegment) this.logits.invokeExact(context, row);
        } catch (Throwable e) {
            throw failed("llama_get_logits_ith", e);
        }
    }

    void memoryCopy(MemorySegment memory, int from, int to, int begin, int end) {
        try {
            this.memoryCopy.invokeExact(memory, from, to, begin, end);
        } catch (Throwable e) {
            throw failed("llama_memory_seq_cp", e);
        }
    }
}
