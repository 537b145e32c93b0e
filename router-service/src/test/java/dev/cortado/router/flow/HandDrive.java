package dev.cortado.router.flow;

import dev.cortado.contracts.signature.SignedMessages;
import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.v1.AttemptToken;
import dev.cortado.contracts.v1.LeaseCharge;
import dev.cortado.contracts.v1.Receipt;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.RouterServiceGrpc;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.contracts.v1.TenantPath;
import dev.cortado.router.fake.FakeAccountingServer;
import dev.cortado.router.fake.FakeNodeServer;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Drives a router that runs as a jar: plays accounting (on the first port) and two nodes (on the
/// next two), then routes and settles at an even rate and prints the latency of each call.
///
/// Arguments: requests a second, seconds, the first port, the router's port. The router needs the same
/// `CORTADO_SIGNING_KEYS` as this program.
public final class HandDrive {

    private static final long CAP = 1L << 50;

    private final Signer node;
    private final RouterServiceGrpc.RouterServiceStub router;
    private final long[] routeNanos;
    private final long[] settleNanos;
    private final CountDownLatch left;
    private final AtomicInteger refused = new AtomicInteger();

    private HandDrive(Signer node, ManagedChannel channel, int requests) {
        this.node = node;
        this.router = RouterServiceGrpc.newStub(channel);
        this.routeNanos = new long[requests];
        this.settleNanos = new long[requests];
        this.left = new CountDownLatch(requests);
    }

    public static void main(String[] arguments) throws InterruptedException {
        int rate = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        int routerPort = Integer.parseInt(arguments[3]);
        Vertx vertx = Vertx.vertx();
        List<String> all = List.of(
                Neighbours.SMALL_POOL.getFirst(), Neighbours.SMALL_POOL.getLast(), Neighbours.LARGE_POOL.getFirst());
        FakeAccountingServer accounting = new FakeAccountingServer(vertx, port, CAP, all);
        new FakeNodeServer(vertx, port + 1, "cpu-small-1", "cpu-small", Neighbours.SMALL_POOL);
        new FakeNodeServer(vertx, port + 2, "cpu-large-1", "cpu-large", Neighbours.LARGE_POOL);
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", routerPort)
                .usePlaintext()
                .build();
        Signer signer = Signer.ofConfiguration(System.getenv().getOrDefault("CORTADO_SIGNING_KEYS", Neighbours.KEYS));
        Thread.sleep(Duration.ofSeconds(8));
        new HandDrive(signer, channel, rate).run(rate, "warm-up");
        HandDrive drive = new HandDrive(signer, channel, rate * seconds);
        drive.run(rate, "measured");
        Thread.sleep(Duration.ofMillis(200));
        System.out.println("granted by accounting at the end: " + accounting.granted() + " nano-USD");
        channel.shutdownNow();
        vertx.close();
    }

    private void run(int rate, String name) throws InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < routeNanos.length; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            route(i);
        }
        left.await();
        System.out.printf("%s: %d requests at %d/s, %d refused%n", name, routeNanos.length, rate, refused.get());
        print("route", routeNanos);
        print("settle", settleNanos);
    }

    private void route(int index) {
        long sent = System.nanoTime();
        router.route(request(), new Reply<RouteReply>() {
            @Override
            public void onNext(RouteReply reply) {
                routeNanos[index] = System.nanoTime() - sent;
                if (reply.hasRouted()) {
                    settle(index, reply);
                } else {
                    refused.incrementAndGet();
                    left.countDown();
                }
            }
        });
    }

    private void settle(int index, RouteReply reply) {
        AttemptToken token = SignedMessages.open(node, reply.getRouted().getToken(), AttemptToken.getDefaultInstance())
                .orElseThrow();
        Receipt receipt = Receipt.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(1)
                .setNodeId(token.getNodeId())
                .setNodeIncarnation(token.getNodeIncarnation())
                .setCostNanoUsd(100)
                .addCharges(LeaseCharge.newBuilder()
                        .setLeaseId(token.getHolds(0).getLeaseId())
                        .setCharged(100))
                .build();
        long sent = System.nanoTime();
        SettleRequest request = SettleRequest.newBuilder()
                .setReservationId(token.getReservationId())
                .setAttempt(1)
                .setReceipt(SignedMessages.sign(node, receipt))
                .build();
        router.settle(request, new Reply<SettleReply>() {
            @Override
            public void onNext(SettleReply settled) {
                settleNanos[index] = System.nanoTime() - sent;
                left.countDown();
            }
        });
    }

    private abstract class Reply<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable failure) {
            System.out.println("failed: " + failure);
            refused.incrementAndGet();
            left.countDown();
        }

        @Override
        public void onCompleted() {}
    }

    private static RouteRequest request() {
        return RouteRequest.newBuilder()
                .setTenant(TenantPath.newBuilder()
                        .setOrganisationId("org-demo")
                        .setTeamId("team-demo")
                        .setProjectId("project-demo")
                        .setKeyId("key-demo"))
                .setModel("auto")
                .setPromptBytes(400)
                .setMessageCount(1)
                .setCompletionTokensMax(1_024)
                .setRequestId("drive")
                .build();
    }

    private static void print(String call, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "  %s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, longest %.2f ms%n",
                call, at(sorted, .5), at(sorted, .9), at(sorted, .99), at(sorted, 1));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
    }
}
