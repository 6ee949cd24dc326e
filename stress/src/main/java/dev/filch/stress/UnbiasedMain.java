package dev.filch.stress;

import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs jcstress without biased locking, for the modes {@code smoke} and {@code quick}. If the JVM has biased locking
 * (up to JDK 17), jcstress runs each test with and without it. Biased locking does not affect Filch, which enters no
 * monitor, and it is off by default since JDK 15. The longer modes run both configurations.
 */
public final class UnbiasedMain {

    private static final String BIASED_LOCKING = "-XX:+UseBiasedLocking";

    private UnbiasedMain() {
    }

    /**
     * Runs tests as jcstress' own main class does.
     *
     * @param args jcstress' arguments
     * @throws Exception if a test did not pass, as jcstress reports it
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            System.exit(1);
        }
        new JCStress(options) {
            /** jcstress calls this after it finds the configurations and before it combines them with the tests. */
            @Override
            public SortedSet<String> getTests() {
                VMSupport.getAvailableVMConfigs().removeIf(configuration -> isBiased(configuration.origArgs()));
                return super.getTests();
            }
        }.run();
    }

    /** Whether the flags of a JVM enable biased locking. */
    static boolean isBiased(List<String> flags) {
        return flags.contains(BIASED_LOCKING);
    }
}
