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

class WorkNameTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "hand-off/ring", "outside/stealing-pool", "outside/stealing-pool@baseline", "outside/stealing-pool/16:64",
        "trickle/shared-pool@baseline/1:2/4M", "trickle/shared-pool/800k"
    })
    void aNameIsWrittenAsItIsRead(String name) {
        assertEquals(name, WorkName.of(name).toString());
    }

    @Test
    void eachPartIsFound() {
        WorkName name = WorkName.of("trickle/stealing-pool@baseline/16:64/4M");
        assertAll(
                () -> assertEquals("trickle", name.kind()),
                () -> assertEquals("stealing-pool", name.subject()),
                () -> assertEquals("trickle/stealing-pool", name.base()),
                () -> assertTrue(name.baseline()),
                () -> assertEquals(16, name.submitters()),
                () -> assertEquals(64, name.workers()),
                () -> assertEquals(4_000_000, name.perSecond()),
                () -> assertEquals(800_000, WorkName.of("trickle/shared-pool/800k").perSecond()),
                () -> assertEquals(0, WorkName.of("trickle/shared-pool").perSecond()),
                () -> assertEquals(0, WorkName.of("outside/shared-pool").submitters()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ring                            | there is no work 'ring'
            outside/shared-pool/1:2/4M/5    | there is no work
            trickle/shared-pool/4M/1:2      | there is no work
            outside/shared-pool/0:2         | '0:2' is not a number of submitters and one of workers
            outside/shared-pool/64:65       | at most 128 in all
            outside/shared-pool/1:2/4M      | only a trickle has a rate
            trickle/shared-pool/4G          | '4G' is not a rate
            trickle/shared-pool/0M          | '0M' is not a rate
            hand-off/ring/1:2               | only pools have submitters and workers
            """)
    void otherNamesAreRefused(String name, String message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> WorkName.of(name));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void onlyClassesOfCoreHaveABaseline() {
        assertTrue(WorkName.of("burst/shared-pool").isOfCore());
        assertTrue(WorkName.of("steal/deque").isOfCore());
        assertTrue(WorkName.of("pairs/injector").isOfCore());
        assertTrue(WorkName.of("hand-off/ring-batch").isOfCore());
        assertFalse(WorkName.of("hand-off/clq").isOfCore());
        assertFalse(WorkName.of("hand-off/plain-ring").isOfCore());
        assertFalse(WorkName.of("micro/cas-loop").isOfCore());
    }
}
