package dev.cortado.contracts.unit;

import java.util.List;
import java.util.Map;

/// What a request of a tenant that no client sent is for, as a label among its metadata: so spend can be told apart by
/// it. The gateway refuses clients' labels that begin with one of [#RESERVED], so that only the platform sets it.
public final class RequestPurpose {

    private static final String OWN_LABELS = "cortado.";

    /// How names begin that are not the client's to give: of the platform's own labels, and of the tags
    /// of organisation, team, project and key on a bill.
    public static final List<String> RESERVED = List.of(OWN_LABELS, "cortado:");

    /// Name of the label.
    public static final String LABEL = OWN_LABELS + "purpose";

    /// Value of the label: whether another answer is right is asked of a variant.
    public static final String VERIFICATION = "verification";

    private RequestPurpose() {}

    /// Whether a request with these labels asks if another answer is right.
    public static boolean isVerification(Map<String, String> metadata) {
        return VERIFICATION.equals(metadata.get(LABEL));
    }
}
