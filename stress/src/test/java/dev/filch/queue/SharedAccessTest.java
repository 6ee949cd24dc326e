package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Searches the class files for accesses of shared variables outside accessors. */
class SharedAccessTest {

    private static final String QUEUE = "dev/filch/queue";
    private static final Pattern PAD = Pattern.compile("p[0-9a-f][0-7]");

    /** Accessors, recognized by name, and initializers, whose objects no other thread can see yet. */
    private static final Pattern MAY_ACCESS = Pattern.compile(
            "\\w+(Plain|Opaque|Acquire|Release|Volatile)|(cas|weakCas|getAndAdd|getAndSet)[A-Z]\\w*"
                    + "|<init>|<clinit>");

    private static final Set<String> SHARED_FIELDS = new TreeSet<>();
    private static final Set<String> OTHER_VARIABLES = new TreeSet<>();
    private static final Set<String> FIELD_ACCESSES = new TreeSet<>();
    private static final Set<String> ARRAY_ACCESSES = new TreeSet<>();
    private static final Set<String> HANDLE_ACCESSES = new TreeSet<>();
    private static final Set<String> FORBIDDEN = new TreeSet<>();

    @BeforeAll
    static void search() throws IOException, URISyntaxException {
        Path location = Path.of(MpmcRing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(location)) {
            search(location.resolve(QUEUE));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(location)) {
                search(jar.getPath(QUEUE));
            }
        }
    }

    private static void search(Path directory) throws IOException {
        List<ClassReader> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                classes.add(new ClassReader(Files.readAllBytes(file)));
            }
        }
        classes.forEach(each -> each.accept(new SharedFields(), ClassReader.SKIP_DEBUG));
        classes.forEach(each -> each.accept(new Accesses(), ClassReader.SKIP_DEBUG));
    }

    /** Collects the fields that have a VarHandle. */
    private static final class SharedFields extends ClassVisitor {

        private String type;

        SharedFields() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            type = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                private Object lastString;

                @Override
                public void visitLdcInsn(Object value) {
                    lastString = value instanceof String ? value : lastString;
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String method, String descriptor, boolean isInterface) {
                    if (method.equals("findVarHandle")) {
                        SHARED_FIELDS.add(nameOf(type, lastString));
                    }
                }
            };
        }
    }

    /** Collects the accesses outside accessors. */
    private static final class Accesses extends ClassVisitor {

        private String type;

        Accesses() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            type = name;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            if ((access & Opcodes.ACC_VOLATILE) != 0) {
                FORBIDDEN.add(nameOf(type, name) + " is volatile");
            }
            boolean shared = SHARED_FIELDS.contains(nameOf(type, name));
            if (shared && (access & Opcodes.ACC_PRIVATE) == 0) {
                // Other classes could access it through a subclass.
                FORBIDDEN.add(nameOf(type, name) + " is not private");
            }
            if ((access & Opcodes.ACC_FINAL) == 0 && !shared && !PAD.matcher(name).matches()) {
                OTHER_VARIABLES.add(nameOf(type, name));
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                FORBIDDEN.add(nameOf(type, name) + " is synchronized");
            }
            return new Search(nameOf(type, name), MAY_ACCESS.matcher(name).matches());
        }
    }

    private static final class Search extends MethodVisitor {

        private final String method;
        private final boolean mayAccess;

        Search(String method, boolean mayAccess) {
            super(Opcodes.ASM9);
            this.method = method;
            this.mayAccess = mayAccess;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (!mayAccess && SHARED_FIELDS.contains(nameOf(owner, name))) {
                FIELD_ACCESSES.add(nameOf(owner, name) + " in " + method);
            }
        }

        @Override
        public void visitInsn(int opcode) {
            boolean ofArray = opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                    || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
            if (!mayAccess && ofArray) {
                ARRAY_ACCESSES.add(method);
            }
            if (opcode == Opcodes.MONITORENTER) {
                FORBIDDEN.add("synchronized in " + method);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean onHandle = owner.equals("java/lang/invoke/VarHandle");
            if (onHandle && !mayAccess && opcode != Opcodes.INVOKESTATIC) {
                HANDLE_ACCESSES.add(name + " in " + method);
            }
            if (onHandle && opcode == Opcodes.INVOKESTATIC
                    || name.endsWith("Fence")
                    || owner.startsWith("java/util/concurrent/")
                    || owner.contains("/Unsafe")) {
                FORBIDDEN.add(nameOf(owner, name) + " in " + method);
            }
        }
    }

    private static String nameOf(String type, Object member) {
        return type.substring(type.lastIndexOf('/') + 1) + "." + member;
    }

    @Test
    void sharedFieldsAreAccessedOnlyByAccessors() {
        Set<String> some = Set.of("PaddedRing$Tail.tail", "DequeTop.top", "InjectorFields$Segment.next");
        assertTrue(SHARED_FIELDS.containsAll(some),
                "the search found no VarHandles of " + some + " in " + SHARED_FIELDS);
        assertEquals(Set.of(), FIELD_ACCESSES);
    }

    @Test
    void handlesAreUsedOnlyByAccessors() {
        assertEquals(Set.of(), HANDLE_ACCESSES);
    }

    /**
     * The arrays in these methods belong to callers or are copies. An offer that runs out of stack cannot call an
     * accessor.
     */
    @Test
    void slotsAreAccessedOnlyByAccessors() {
        assertEquals(
                Set.of(
                        "Injector.offer",
                        "Injector.offerAll",
                        "Injector.publishAll",
                        "RingBatches.forget",
                        "RingBatches.offerAll",
                        "RingBatches.takeRun"),
                ARRAY_ACCESSES);
    }

    /** These variables are used only by the owner of a deque, or by the iterating thread. */
    @Test
    void everySharedVariableHasAHandle() {
        assertEquals(
                Set.of(
                        "DequeBottom.brokenPop",
                        "DequeBottom.cachedTop",
                        "DequeBottom.cleared",
                        "DequeBottom.maintenancesToRenewal",
                        "DequeBottom.maxSize",
                        "DequeBottom.popIsBroken",
                        "DequeBottom.pushesToMaintenance",
                        "Injector$InjectorIterator.position",
                        "Injector$InjectorIterator.segment",
                        "LookingAhead.next",
                        "MpmcRing$RingIterator.position",
                        "Stealer$DequeIterator.end",
                        "Stealer$DequeIterator.position"),
                OTHER_VARIABLES);
    }

    /** One field is not private, because an offer that runs out of stack cannot call its accessor. */
    @Test
    void noFencesLocksOrVolatileFieldsAreUsed() {
        assertEquals(Set.of("InjectorFields.tailSegment is not private"), FORBIDDEN);
    }
}
