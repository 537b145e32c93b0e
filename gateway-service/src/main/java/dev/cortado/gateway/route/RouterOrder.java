package dev.cortado.gateway.route;

import dev.cortado.contracts.unit.OrganisationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The routers in the order in which an organisation prefers them: by the highest random weight, also called
/// rendezvous hashing (Thaler and Ravishankar, A Name-Based Mapping Scheme for Rendezvous, 1996).
///
/// Every gateway comes to the same order from the same names, with no state shared. A router that leaves moves only the
/// organisations that preferred it, each to its own second choice; one that comes takes an equal share of all others.
/// So an organisation's leases lie at one router, where they are not cut into pieces; any other router would be as
/// correct.
public final class RouterOrder {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final List<String> routers;
    private final long[] seeds;

    /// @param routers names, each once, at least one
    public RouterOrder(List<String> routers) {
        if (routers.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one router");
        }
        if (routers.stream().distinct().count() < routers.size()) {
            throw new IllegalArgumentException("a router is named twice: " + routers);
        }
        this.routers = List.copyOf(routers);
        this.seeds = routers.stream()
                .mapToLong(router -> hash(FNV_OFFSET, router + '\0'))
                .toArray();
    }

    /// Indices of the routers, the preferred one first.
    public List<Integer> of(OrganisationId organisation) {
        int count = seeds.length;
        List<Integer> order = new ArrayList<>(count);
        long[] weights = new long[count];
        for (int router = 0; router < count; router++) {
            order.add(router);
            weights[router] = mixed(hash(seeds[router], organisation.value()));
        }
        if (count > 1) {
            order.sort(Comparator.<Integer>comparingLong(router -> weights[router])
                    .reversed()
                    .thenComparing(routers::get));
        }
        return order;
    }

    /// FNV-1a over UTF-16 units.
    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /// The finalizer of MurmurHash3: each bit of the input changes each of the output with probability one half.
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
