package dev.cortado.gateway.fake;

/// Runs the fakes by hand: `FakePlatformMain FIRST_PORT [slow]`.
public final class FakePlatformMain {

    private FakePlatformMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        FakePlatform platform = new FakePlatform(Integer.parseInt(arguments[0]));
        if (arguments.length > 1) {
            platform.node.play(platform.node.endless("slow and steady "));
        }
        System.out.println("node " + platform.nodeAddress() + ", router " + platform.routerAddress() + ", accounting "
                + platform.accountingAddress());
        System.out.println("key " + TestKeys.key(FakePlatform.PUBLIC_ID));
        Thread.currentThread().join();
    }
}
