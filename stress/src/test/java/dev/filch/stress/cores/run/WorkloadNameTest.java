package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNameTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "hand-off/ring", "outside/stealing-pool", "outside/stealing-pool@baseline", "outside/stealing-pool/16:64",
        "trickle/shared-pool@baseline/1:2/4M", "trickle/shared-pool/800k"
    })
    void aParsedNamePrintsAsTheOriginal(String name) {
        assertEquals(name, WorkloadName.of(name).toString());
    }

    @Test
    void aNameIsSplitIntoItsParts() {
        WorkloadName name = WorkloadName.of("trickle/stealing-pool@baseline/16:64/4M");
        assertAll(
                () -> assertEquals("trickle", name.kind()),
                () -> assertEquals("stealing-pool", name.subject()),
                () -> assertEquals("trickle/stealing-pool", name.base()),
                () -> assertTrue(name.baseline()),
                () -> assertEquals(16, name.submitters()),
                () -> assertEquals(64, name.workers()),
                () -> assertEquals(4_000_000, name.perSecond()),
                () -> assertEquals(800_000, WorkloadName.of("trickle/shared-pool/800k").perSecond()),
                () -> assertEquals(0, WorkloadName.of("trickle/shared-pool").perSecond()),
                () -> assertEquals(0, WorkloadName.of("outside/shared-pool").submitters()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ring                            | no such workload: 'ring'
            outside/shared-pool/1:2/4M/5    | no such workload
            trickle/shared-pool/4M/1:2      | no such workload
            outside/shared-pool/0:2         | '0:2' does not give numbers of submitters and workers
            outside/shared-pool/64:65       | at most 128 in total
            outside/shared-pool/1:2/4M      | only a trickle has a rate
            trickle/shared-pool/4G          | '4G' is not a rate
            trickle/shared-pool/0M          | '0M' is not a rate
            hand-off/ring/1:2               | only pool workloads have submitters and workers
            """)
    void anInvalidNameThrows(String name, String message) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> WorkloadName.of(name));
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }

    @Test
    void onlyWorkloadsOnFilchClassesUseCore() {
        assertTrue(WorkloadName.of("burst/shared-pool").usesCore());
        assertTrue(WorkloadName.of("steal/deque").usesCore());
        assertTrue(WorkloadName.of("pairs/injector").usesCore());
        assertTrue(WorkloadName.of("hand-off/ring-batch").usesCore());
        assertFalse(WorkloadName.of("hand-off/clq").usesCore());
        assertFalse(WorkloadName.of("hand-off/plain-ring").usesCore());
        assertFalse(WorkloadName.of("micro/cas-loop").usesCore());
    }
}
