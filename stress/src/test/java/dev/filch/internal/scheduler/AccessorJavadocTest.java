package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessorJavadocTest {

    /** The mutation run weakens only accessors, so an access elsewhere would escape it. */
    @Test
    void everyVarHandleAccessIsInAnAccessor() throws IOException {
        assertEquals(List.of(), AccessorJavadoc.accessesElsewhere());
    }
}
