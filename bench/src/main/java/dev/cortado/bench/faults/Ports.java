package dev.cortado.bench.faults;

/// Where the bench's own processes and proxies listen, on loopback.
///
/// @param base the first of fifty
/// @param kafkaListener where Kafka listens for those who come by its proxy
/// @param kafkaProxy where Kafka tells them that it is
record Ports(int base, int kafkaListener, int kafkaProxy) {

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    int gateway() {
        return base;
    }

    int gatewayManagement() {
        return base + 1;
    }

    int accountingGrpc(int n) {
        return base + 10 + 2 * n;
    }

    int accountingHttp(int n) {
        return base + 11 + 2 * n;
    }

    int accountingProxy() {
        return base + 18;
    }

    int routerGrpc(int n) {
        return base + 20 + 2 * n;
    }

    int routerHttp(int n) {
        return base + 21 + 2 * n;
    }

    int routerProxy(int n) {
        return base + 30 + n;
    }

    int postgresProxy(int n) {
        return base + 35 + n;
    }

    int nodeGrpc(int n) {
        return base + 40 + n;
    }

    int nodeProxy(int n) {
        return base + 45 + n;
    }
}
