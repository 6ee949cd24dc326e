package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How deep waits may nest. The pools' javadoc states the same numbers. */
class SchedulerSettingsTest {

    private static void assertDepths(int shallow, int max, TestSettings settings) {
        assertEquals(shallow, settings.build().shallowClaims());
        assertEquals(max, settings.build().maxClaims());
    }

    @Test
    void byDefaultASpareThreadTakesOverAt64AndTheStackHolds200() {
        assertDepths(64, 200, TestSettings.of(1).ownThreads());
    }

    @Test
    void withoutSparesOwnThreadsHaveRoomFor736() {
        assertDepths(736, 736, TestSettings.of(1).ownThreads().maxSpares(0));
        assertEquals(3 << 20, TestSettings.of(1).ownThreads().maxSpares(0).build().stackSize());
    }

    @Test
    void stackSizeDeterminesBothDepths() {
        assertDepths(1, 1, TestSettings.of(1).ownThreads().stackSize(1));
        assertDepths(224, 224, TestSettings.of(1).ownThreads().stackSize(1 << 20));
    }

    @Test
    void stackSizeIsIgnoredIfAFactoryMakesTheThreads() {
        assertDepths(64, 200, TestSettings.of(1).stackSize(1 << 20));
        assertDepths(64, 200, TestSettings.of(1).maxSpares(0));
    }
}
