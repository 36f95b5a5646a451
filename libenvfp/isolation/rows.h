/* SPDX-License-Identifier: MIT */
/*
 * The table of what isolates programs and goes by a name: a row for each container runtime, sandbox, orchestrator and
 * platform, and below it the signs that it leaves. Collectors, recordings, judges and the page of facts read it; none of
 * them spells such a name, path or variable again. A row with its signs is all that a new one takes.
 *
 * Rows are sorted by word, the signs of a row as below. A sign that facts tell in another word than the row's has that
 * word behind it.
 *
 * ROW(id, word, title, kind, on, namespaces)
 *     word        what verdicts and facts call it
 *     title       what people call it
 *     kind        enum isolation_kind
 *     on          the row of what makes its containers or what it is a part of, whose signs show, too; or `none`
 *     namespaces  OWN, or ANY where it may leave all of them as they are: then these contradict nothing
 *
 * KERNEL(id, kind, weight, text, told)    what the kernel says of itself and of this process
 *     FOREIGN_RELEASE, FOREIGN_VERSION    part of uname's words, of a kernel that only calls itself Linux
 *     LINUX_RELEASE                       part of the release of a Linux of that make
 *     IMAGE                               how the kernel's image ends on its command line
 *     FACT                                a fact of the sandbox layer that is true
 * GROUP(id, kind, weight, pattern, told)  names in cgroup paths
 *     NAME                                a pattern; with a slash behind it only where a container's own group follows
 *     HOST                                the same, of what runs on the host
 *     FIRST                               the first of two names that nothing else fits
 * ROOT(id, kind, weight, text, told)      the root's line of mountinfo
 *     FOLDER                              part of its own folder, or of its options
 *     TYPE                                its type
 *     DEVICE                              how its device begins
 * MOUNT(id, kind, weight, text, told)     lines of mountinfo
 *     BIND                                a pattern of the file that is bound over /etc/hosts and the like
 *     PLACE                               patterns of mount point, folder and a type; the last two may lack
 *     OPTION                              part of the options of any mount
 *     SOURCE, TYPE                        of any mount
 *     CGROUP                              a cgroup's mount that begins at a group of this row's
 * WORD(id, kind, weight, word)            what somebody wrote down
 *     ENGINE                              in the file of an engine's (below)
 *     MANAGER                             in the files of systemd's container interface
 *     ENVIRON                             in $container
 *     EXECUTION                           in $AWS_EXECUTION_ENV
 * FILE(id, kind, weight, name, path)      files that are there; no two have one name
 *     PROC, HOST                          of a kernel, in its containers too; on its host alone
 *     ENGINE                              made when the container starts, with a word in it
 *     RUN                                 made when it starts, on a file system of its own time
 *     LEFT                                made when it starts, and left behind in images that are made of it
 *     IMAGE                               a part of images
 * VARIABLE(id, kind, weight, name)        environment variables, each in one row
 *     SET                                 one that says so, with those that follow
 *     AND                                 one that must be set, too
 *     INHERITED                           told, and nobody's proof: children inherit it
 * ALSO(id, kind, name)                    one of another row's
 *     AND, UNLESS                         that must be set, too; that must not
 * LABEL(id, kind, weight, text, told)     what else names it
 *     PROFILE                             how the name of its AppArmor profile begins
 *     TRACER                              the name of its process that traces
 *
 * Patterns: `*` any text, `?` a digit or small letter, `#` a container's id of 64 hex digits up to a dot, a slash or the
 * end. Of patterns that fit one group's name, that counts which has the longest text in front of its first sign. Weights
 * (enum isolation_weight) say what it takes for a sign to be there by accident; on what has none no verdict rests.
 */
#ifndef ENVFP_ISOLATION_ROWS_H
#define ENVFP_ISOLATION_ROWS_H

/* clang-format off */
#define ENVFP_ISOLATIONS(ROW, KERNEL, GROUP, ROOT, MOUNT, WORD, FILE, VARIABLE, ALSO, LABEL)                 \
    ROW(alibaba_functions, "alibaba-functions", "Alibaba Cloud Function Compute", PLATFORM, none, OWN)       \
    /* www.alibabacloud.com/help/functioncompute, environment variables. */                                  \
    VARIABLE(alibaba_functions, SET, FAIR, FC_FUNC_CODE_PATH)                                                \
    VARIABLE(alibaba_functions, AND, VOID, FC_FUNCTION_HANDLER)                                              \
                                                                                                             \
    ROW(apple_container, "apple-container", "Apple's container tool", ENGINE, none, ANY)                     \
    /* Its machine runs one container, with an init of its own. */                                           \
    WORD(apple_container, ENGINE, LIGHT, "apple")                                                            \
                                                                                                             \
    ROW(apptainer, "apptainer", "Apptainer, once Singularity", ENGINE, none, ANY)                            \
    ROOT(apptainer, FOLDER, HEAVY, "/apptainer/mnt/session/", "")                                            \
    ROOT(apptainer, FOLDER, HEAVY, "/singularity/mnt/session/", "")                                          \
    FILE(apptainer, IMAGE, LIGHT, apptainer_d, "/.apptainer.d")                                              \
    FILE(apptainer, IMAGE, LIGHT, singularity_d, "/.singularity.d")                                          \
    /* Set inside, and only by the launcher of a container without namespaces of its own. */                 \
    VARIABLE(apptainer, SET, FAIR, APPTAINER_CONTAINER)                                                      \
    VARIABLE(apptainer, SET, FAIR, SINGULARITY_CONTAINER)                                                    \
                                                                                                             \
    ROW(aws_batch, "aws-batch", "AWS Batch", PLATFORM, none, OWN)                                            \
    /* docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html */                                       \
    VARIABLE(aws_batch, SET, FAIR, AWS_BATCH_JOB_ID)                                                         \
    VARIABLE(aws_batch, AND, VOID, AWS_BATCH_JQ_NAME)                                                        \
                                                                                                             \
    ROW(aws_cloudshell, "aws-cloudshell", "AWS CloudShell", PLATFORM, none, OWN)                             \
    /* By its own word: SDKs send it as part of the user agent. */                                           \
    WORD(aws_cloudshell, EXECUTION, LIGHT, "CloudShell")                                                     \
                                                                                                             \
    ROW(aws_codebuild, "aws-codebuild", "AWS CodeBuild", PLATFORM, none, OWN)                                \
    /* docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */                         \
    VARIABLE(aws_codebuild, SET, FAIR, CODEBUILD_BUILD_IMAGE)                                                \
    VARIABLE(aws_codebuild, AND, VOID, CODEBUILD_BUILD_ARN)                                                  \
                                                                                                             \
    ROW(aws_lambda, "aws-lambda", "AWS Lambda", PLATFORM, none, OWN)                                         \
    VARIABLE(aws_lambda, SET, FAIR, AWS_LAMBDA_FUNCTION_NAME)                                                \
    VARIABLE(aws_lambda, AND, VOID, AWS_LAMBDA_FUNCTION_VERSION)                                             \
    VARIABLE(aws_lambda, AND, VOID, AWS_LAMBDA_RUNTIME_API)                                                  \
                                                                                                             \
    ROW(azure_app_service, "azure-app-service", "Azure App Service", PLATFORM, none, OWN)                    \
    VARIABLE(azure_app_service, SET, FAIR, WEBSITE_INSTANCE_ID)                                              \
    VARIABLE(azure_app_service, AND, VOID, WEBSITE_SITE_NAME)                                                \
                                                                                                             \
    ROW(azure_container_apps, "azure-container-apps", "Azure Container Apps", PLATFORM, none, OWN)           \
    VARIABLE(azure_container_apps, SET, LIGHT, CONTAINER_APP_JOB_NAME)                                       \
    VARIABLE(azure_container_apps, SET, LIGHT, CONTAINER_APP_NAME)                                           \
                                                                                                             \
    ROW(azure_functions, "azure-functions", "Azure Functions", PLATFORM, azure_app_service, OWN)             \
    VARIABLE(azure_functions, SET, FAIR, FUNCTIONS_WORKER_RUNTIME)                                           \
    ALSO(azure_functions, AND, WEBSITE_SITE_NAME)                                                            \
    VARIABLE(azure_functions, SET, FAIR, FUNCTIONS_EXTENSION_VERSION)                                        \
    ALSO(azure_functions, AND, WEBSITE_SITE_NAME)                                                            \
                                                                                                             \
    ROW(azure_machine_learning, "azure-machine-learning", "Azure Machine Learning", PLATFORM, none, OWN)     \
    /* learn.microsoft.com/azure/machine-learning, jobs' environment variables. */                           \
    VARIABLE(azure_machine_learning, SET, FAIR, AZUREML_RUN_ID)                                              \
    VARIABLE(azure_machine_learning, AND, VOID, AZUREML_ARM_WORKSPACE_NAME)                                  \
                                                                                                             \
    ROW(bazel, "bazel", "Bazel's sandbox", SANDBOX, none, OWN)                                               \
    /* Its hermetic sandbox has a root of its own. */                                                        \
    ROOT(bazel, FOLDER, HEAVY, "/sandbox/linux-sandbox/", "")                                                \
                                                                                                             \
    ROW(binder, "binder", "Binder", PLATFORM, none, OWN)                                                     \
    /* mybinder.readthedocs.io, and BinderHub's launcher, which sets them. */                                \
    VARIABLE(binder, SET, FAIR, BINDER_LAUNCH_HOST)                                                          \
    VARIABLE(binder, AND, VOID, BINDER_REPO_URL)                                                             \
                                                                                                             \
    ROW(bubblewrap, "bubblewrap", "bubblewrap, as Steam uses it", SANDBOX, none, OWN)                        \
    /* It builds the new tree in a tmpfs, under a folder of this name. */                                    \
    MOUNT(bubblewrap, PLACE, HEAVY, "/ /newroot tmpfs", "")                                                  \
    WORD(bubblewrap, MANAGER, FAIR, "bubblewrap")                                                            \
    WORD(bubblewrap, MANAGER, FAIR, "bwrap")                                                                 \
    /* Steam's runtime container. */                                                                         \
    WORD(bubblewrap, MANAGER, FAIR, "pressure-vessel")                                                       \
                                                                                                             \
    ROW(charliecloud, "charliecloud", "Charliecloud", ENGINE, none, ANY)                                     \
    /* ch-run sets it for its programs. */                                                                   \
    VARIABLE(charliecloud, SET, FAIR, CH_RUNNING)                                                            \
                                                                                                             \
    ROW(chroot, "chroot", "a changed root directory", CHROOT, none, OWN)                                     \
    /* The root directory is no mount point: only chroot(2) does that. */                                    \
    KERNEL(chroot, FACT, HEAVY, "root.changed", "")                                                          \
                                                                                                             \
    ROW(cloud_foundry, "cloud-foundry", "Cloud Foundry", PLATFORM, none, OWN)                                \
    /* docs.cloudfoundry.org/devguide/deploy-apps/environment-variable.html */                               \
    VARIABLE(cloud_foundry, SET, FAIR, CF_INSTANCE_GUID)                                                     \
    VARIABLE(cloud_foundry, AND, VOID, VCAP_APPLICATION)                                                     \
                                                                                                             \
    ROW(cloudflare_containers, "cloudflare-containers", "Cloudflare Containers", PLATFORM, none, OWN)        \
    /* developers.cloudflare.com/containers/platform-details/environment-variables */                        \
    VARIABLE(cloudflare_containers, SET, FAIR, CLOUDFLARE_DURABLE_OBJECT_ID)                                 \
    VARIABLE(cloudflare_containers, AND, VOID, CLOUDFLARE_APPLICATION_ID)                                    \
                                                                                                             \
    ROW(coder, "coder", "Coder", PLATFORM, none, OWN)                                                        \
    /* coder.com/docs, metadata of workspaces. */                                                            \
    VARIABLE(coder, SET, FAIR, CODER_WORKSPACE_NAME)                                                         \
    VARIABLE(coder, AND, VOID, CODER)                                                                        \
                                                                                                             \
    ROW(codesandbox, "codesandbox", "CodeSandbox", PLATFORM, none, OWN)                                      \
    /* codesandbox.io/docs, "Environment variables". */                                                      \
    VARIABLE(codesandbox, SET, LIGHT, CODESANDBOX_HOST)                                                      \
                                                                                                             \
    ROW(codespaces, "codespaces", "GitHub Codespaces", PLATFORM, devcontainer, OWN)                          \
    VARIABLE(codespaces, SET, LIGHT, CODESPACES)                                                             \
                                                                                                             \
    ROW(colab, "colab", "Google Colab", PLATFORM, none, OWN)                                                 \
    /* github.com/googlecolab/backend-info */                                                                \
    VARIABLE(colab, SET, FAIR, COLAB_RELEASE_TAG)                                                            \
                                                                                                             \
    ROW(containerd, "containerd", "containerd, by CRI, nerdctl or ctr", ENGINE, oci, OWN)                    \
    GROUP(containerd, NAME, HEAVY, "cri-containerd-#*", "")                                                  \
    /* Under systemd: "kubepods-...slice:cri-containerd:ID" is one name. */                                  \
    GROUP(containerd, NAME, HEAVY, "*:cri-containerd*", "")                                                  \
    /* Its namespace of Kubernetes' containers, where no pod has a cgroup of its own. */                     \
    GROUP(containerd, NAME, HEAVY, "k8s.io/", "")                                                            \
    GROUP(containerd, NAME, HEAVY, "nerdctl-#*", "")                                                         \
    /* Its own default namespace, as ctr uses it; others' containers may lie there. */                       \
    GROUP(containerd, FIRST, FAIR, "default", "ctr")                                                         \
    /* Docker keeps its layers there too since version 29; its own files outweigh this. */                   \
    ROOT(containerd, FOLDER, FAIR, "/io.containerd.snapshotter.", "containerd-snapshot")                     \
    MOUNT(containerd, BIND, HEAVY, "*/io.containerd.grpc.v1.cri/sandboxes/*", "")                            \
    MOUNT(containerd, BIND, HEAVY, "*/nerdctl/*/#*", "")                                                     \
    LABEL(containerd, PROFILE, VOID, "cri-containerd.apparmor.d", "cri-containerd")                          \
    LABEL(containerd, PROFILE, VOID, "nerdctl-default", "nerdctl-default")                                   \
                                                                                                             \
    ROW(crio, "crio", "CRI-O", ENGINE, oci, OWN)                                                             \
    GROUP(crio, NAME, HEAVY, "crio-#*", "")                                                                  \
    /* conmon monitors a container from outside. */                                                          \
    GROUP(crio, HOST, VOID, "crio-conmon-*", "")                                                             \
    MOUNT(crio, CGROUP, HEAVY, "", "")                                                                       \
    WORD(crio, ENVIRON, LIGHT, "crio")                                                                       \
    LABEL(crio, PROFILE, VOID, "crio-default", "crio-default")                                               \
                                                                                                             \
    ROW(databricks, "databricks", "Databricks", PLATFORM, none, OWN)                                         \
    /* docs.databricks.com/compute, runtimes: set on each of a cluster's machines. */                        \
    VARIABLE(databricks, SET, FAIR, DATABRICKS_RUNTIME_VERSION)                                              \
                                                                                                             \
    ROW(devcontainer, "devcontainer", "a development container", PLATFORM, none, OWN)                        \
    VARIABLE(devcontainer, SET, LIGHT, DEVPOD)                                                               \
    VARIABLE(devcontainer, SET, LIGHT, REMOTE_CONTAINERS)                                                    \
                                                                                                             \
    ROW(distrobox, "distrobox", "Distrobox", PLATFORM, none, OWN)                                            \
    VARIABLE(distrobox, SET, LIGHT, DISTROBOX_ENTER_PATH)                                                    \
                                                                                                             \
    ROW(docker, "docker", "Docker", ENGINE, containerd, OWN)                                                 \
    /* GitHub's hosted runners: their dockerd has this cgroup-parent. */                                     \
    GROUP(docker, NAME, HEAVY, "actions_job/", "")                                                           \
    /* The cgroupfs driver makes /docker/ID, the systemd driver docker-ID.scope. */                          \
    GROUP(docker, NAME, HEAVY, "docker-#*", "")                                                              \
    GROUP(docker, NAME, HEAVY, "docker/", "")                                                                \
    ROOT(docker, DEVICE, HEAVY, "/dev/mapper/docker-", "")                                                   \
    ROOT(docker, FOLDER, HEAVY, "/docker/aufs/", "")                                                         \
    ROOT(docker, FOLDER, HEAVY, "/docker/btrfs/subvolumes/", "")                                             \
    ROOT(docker, FOLDER, HEAVY, "/docker/overlay/", "")                                                      \
    ROOT(docker, FOLDER, HEAVY, "/docker/overlay2/", "")                                                     \
    ROOT(docker, FOLDER, HEAVY, "/docker/vfs/dir/", "")                                                      \
    MOUNT(docker, BIND, HEAVY, "*/containers/#*", "")                                                        \
    WORD(docker, ENGINE, LIGHT, "docker")                                                                    \
    WORD(docker, ENVIRON, LIGHT, "docker")                                                                   \
    WORD(docker, MANAGER, FAIR, "docker")                                                                    \
    FILE(docker, LEFT, LIGHT, dockerenv, "/.dockerenv")                                                      \
    FILE(docker, LEFT, LIGHT, dockerinit, "/.dockerinit")                                                    \
    LABEL(docker, PROFILE, VOID, "docker-default", "docker-default")                                         \
                                                                                                             \
    ROW(e2b, "e2b", "E2B", PLATFORM, none, OWN)                                                              \
    /* e2b.dev/docs/sandbox/environment-variables */                                                         \
    VARIABLE(e2b, SET, FAIR, E2B_SANDBOX_ID)                                                                 \
    VARIABLE(e2b, AND, VOID, E2B_SANDBOX)                                                                    \
                                                                                                             \
    ROW(ecs, "ecs", "Amazon ECS", ORCHESTRATOR, none, OWN)                                                   \
    GROUP(ecs, NAME, HEAVY, "ecs/", "")                                                                      \
    GROUP(ecs, NAME, HEAVY, "ecstasks*", "")                                                                 \
    MOUNT(ecs, CGROUP, HEAVY, "", "")                                                                        \
    VARIABLE(ecs, SET, LIGHT, ECS_CONTAINER_METADATA_URI)                                                    \
    VARIABLE(ecs, SET, LIGHT, ECS_CONTAINER_METADATA_URI_V4)                                                 \
    /* "AWS_ECS_EC2", "AWS_ECS_FARGATE" */                                                                   \
    WORD(ecs, EXECUTION, LIGHT, "AWS_ECS")                                                                   \
                                                                                                             \
    ROW(fakechroot, "fakechroot", "fakechroot, a preloaded library's", CHROOT, none, OWN)                    \
    /* The library sets it for itself. */                                                                    \
    VARIABLE(fakechroot, SET, FAIR, FAKECHROOT)                                                              \
    /* fakeroot's, which it is used with. */                                                                 \
    VARIABLE(fakechroot, INHERITED, VOID, FAKEROOTKEY)                                                       \
                                                                                                             \
    ROW(firejail, "firejail", "Firejail", SANDBOX, none, OWN)                                                \
    MOUNT(firejail, PLACE, HEAVY, "/run/firejail/mnt", "")                                                   \
    WORD(firejail, ENVIRON, LIGHT, "firejail")                                                               \
    LABEL(firejail, PROFILE, VOID, "firejail-default", "firejail-default")                                   \
                                                                                                             \
    ROW(flatpak, "flatpak", "Flatpak", SANDBOX, bubblewrap, OWN)                                             \
    WORD(flatpak, MANAGER, FAIR, "flatpak")                                                                  \
    FILE(flatpak, LEFT, LIGHT, flatpak_info, "/.flatpak-info")                                               \
    VARIABLE(flatpak, INHERITED, VOID, FLATPAK_ID)                                                           \
    LABEL(flatpak, PROFILE, VOID, "flatpak", "flatpak")                                                      \
                                                                                                             \
    ROW(fly, "fly", "Fly.io", PLATFORM, none, OWN)                                                           \
    VARIABLE(fly, SET, FAIR, FLY_APP_NAME)                                                                   \
    VARIABLE(fly, AND, VOID, FLY_REGION)                                                                     \
                                                                                                             \
    ROW(gitpod, "gitpod", "Gitpod", PLATFORM, none, OWN)                                                     \
    /* Its later product, Ona, has environments. */                                                          \
    VARIABLE(gitpod, SET, LIGHT, GITPOD_ENVIRONMENT_ID)                                                      \
    VARIABLE(gitpod, SET, LIGHT, GITPOD_WORKSPACE_ID)                                                        \
                                                                                                             \
    ROW(google_app_engine, "google-app-engine", "Google App Engine", PLATFORM, none, OWN)                    \
    VARIABLE(google_app_engine, SET, FAIR, GAE_INSTANCE)                                                     \
    VARIABLE(google_app_engine, AND, VOID, GAE_SERVICE)                                                      \
    VARIABLE(google_app_engine, AND, VOID, GAE_VERSION)                                                      \
                                                                                                             \
    ROW(google_cloud_functions, "google-cloud-functions", "Google Cloud Functions", PLATFORM,                \
        google_cloud_run, OWN)                                                                               \
    /* The first generation's oldest runtimes. */                                                            \
    VARIABLE(google_cloud_functions, SET, FAIR, FUNCTION_NAME)                                               \
    VARIABLE(google_cloud_functions, AND, VOID, FUNCTION_TRIGGER_TYPE)                                       \
    VARIABLE(google_cloud_functions, SET, FAIR, FUNCTION_TARGET)                                             \
    ALSO(google_cloud_functions, AND, K_SERVICE)                                                             \
                                                                                                             \
    ROW(google_cloud_run, "google-cloud-run", "Google Cloud Run", PLATFORM, none, OWN)                       \
    VARIABLE(google_cloud_run, SET, LIGHT, CLOUD_RUN_JOB)                                                    \
    VARIABLE(google_cloud_run, SET, LIGHT, CLOUD_RUN_WORKER_POOL)                                                    \
    /* Knative sets these too, and is on Kubernetes, which Cloud Run does not show. */                       \
    VARIABLE(google_cloud_run, SET, FAIR, K_CONFIGURATION)                                                   \
    VARIABLE(google_cloud_run, AND, VOID, K_REVISION)                                                        \
    VARIABLE(google_cloud_run, AND, VOID, K_SERVICE)                                                         \
    ALSO(google_cloud_run, UNLESS, KUBERNETES_SERVICE_HOST)                                                  \
                                                                                                             \
    ROW(google_cloud_shell, "google-cloud-shell", "Google Cloud Shell", PLATFORM, none, OWN)                 \
    /* cloud.google.com/shell/docs/configuring-cloud-shell */                                                \
    VARIABLE(google_cloud_shell, SET, FAIR, CLOUD_SHELL)                                                     \
    VARIABLE(google_cloud_shell, AND, VOID, DEVSHELL_PROJECT_ID)                                             \
                                                                                                             \
    ROW(guix, "guix", "a build of Guix", SANDBOX, none, OWN)                                                 \
    /* The root that its daemon builds in is a folder beside the derivation, in the store. */                \
    ROOT(guix, FOLDER, HEAVY, "/gnu/store/", "")                                                             \
                                                                                                             \
    ROW(gvisor, "gvisor", "gVisor", ENGINE, none, OWN)                                                       \
    /* Its own kernel, which has told this version and date since its first release. */                      \
    KERNEL(gvisor, FOREIGN_RELEASE, PROOF, "gvisor", "")                                                     \
    KERNEL(gvisor, FOREIGN_VERSION, PROOF, "SMP Sun Jan 10 15:06:54 PST 2016", "")                           \
    KERNEL(gvisor, IMAGE, PROOF, "-gvisor", "")                                                              \
    LABEL(gvisor, TRACER, VOID, "runsc", "")                                                                 \
                                                                                                             \
    ROW(heroku, "heroku", "Heroku", PLATFORM, none, OWN)                                                     \
    /* devcenter.heroku.com/articles/dynos#local-environment-variables */                                    \
    VARIABLE(heroku, SET, LIGHT, DYNO)                                                                       \
                                                                                                             \
    ROW(huggingface_spaces, "huggingface-spaces", "Hugging Face Spaces", PLATFORM, none, OWN)                \
    /* huggingface.co/docs/hub/spaces-overview */                                                            \
    VARIABLE(huggingface_spaces, SET, FAIR, SPACE_REPO_NAME)                                                 \
    VARIABLE(huggingface_spaces, AND, VOID, SPACE_ID)                                                        \
                                                                                                             \
    ROW(ibm_code_engine, "ibm-code-engine", "IBM Cloud Code Engine", PLATFORM, none, OWN)                    \
    /* cloud.ibm.com/docs/codeengine, "Automatically injected environment variables". */                     \
    VARIABLE(ibm_code_engine, SET, FAIR, CE_APP)                                                             \
    VARIABLE(ibm_code_engine, AND, VOID, CE_SUBDOMAIN)                                                       \
    VARIABLE(ibm_code_engine, SET, FAIR, CE_JOB)                                                             \
    VARIABLE(ibm_code_engine, AND, VOID, CE_JOBRUN)                                                          \
                                                                                                             \
    ROW(illumos_lx, "illumos-lx", "a Linux-branded zone of illumos", SYSTEM, none, OWN)                      \
    KERNEL(illumos_lx, FOREIGN_VERSION, PROOF, "BrandZ virtual linux", "")                                   \
    WORD(illumos_lx, ENVIRON, LIGHT, "zone")                                                                 \
                                                                                                             \
    ROW(incus, "incus", "Incus", SYSTEM, lxc, OWN)                                                           \
    ROOT(incus, FOLDER, HEAVY, "/incus/storage-pools/", "")                                                  \
    /* Into virtual machines, too: there namespaces contradict. */                                           \
    FILE(incus, RUN, FAIR, incus_sock, "/dev/incus/sock")                                                    \
    LABEL(incus, PROFILE, VOID, "incus-", "incus")                                                           \
                                                                                                             \
    ROW(kaggle, "kaggle", "Kaggle", PLATFORM, none, OWN)                                                     \
    /* github.com/Kaggle/docker-python */                                                                    \
    VARIABLE(kaggle, SET, FAIR, KAGGLE_KERNEL_RUN_TYPE)                                                      \
                                                                                                             \
    ROW(kata, "kata", "Kata Containers", ENGINE, none, OWN)                                                  \
    /* It shares images and files into its guest under these names; the agent's kernel tells nothing. */     \
    ROOT(kata, FOLDER, PROOF, "/run/kata-containers/", "")                                                   \
    MOUNT(kata, SOURCE, PROOF, "kataShared", "")                                                             \
                                                                                                             \
    ROW(koyeb, "koyeb", "Koyeb", PLATFORM, none, OWN)                                                        \
    /* www.koyeb.com/docs/build-and-deploy/environment-variables */                                          \
    VARIABLE(koyeb, SET, FAIR, KOYEB_SERVICE_NAME)                                                           \
    VARIABLE(koyeb, AND, VOID, KOYEB_APP_NAME)                                                               \
                                                                                                             \
    ROW(kubernetes, "kubernetes", "Kubernetes", ORCHESTRATOR, none, OWN)                                     \
    GROUP(kubernetes, NAME, HEAVY, "k8s.io/", "")                                                            \
    GROUP(kubernetes, NAME, HEAVY, "kubelet-kubepods*", "")                                                  \
    GROUP(kubernetes, NAME, HEAVY, "kubepods*", "")                                                          \
    /* The kubelet's own files in each container, and the one for last words. */                             \
    MOUNT(kubernetes, BIND, HEAVY, "*/kubelet/pods/*", "")                                                   \
    MOUNT(kubernetes, BIND, HEAVY, "/pods/*/etc-hosts", "")                                                  \
    MOUNT(kubernetes, PLACE, HEAVY, "/dev/termination-log */kubelet/pods/*", "")                             \
    MOUNT(kubernetes, PLACE, HEAVY, "/run/secrets/kubernetes.io/serviceaccount", "")                         \
    MOUNT(kubernetes, PLACE, HEAVY, "/var/run/secrets/kubernetes.io/serviceaccount", "")                     \
    FILE(kubernetes, RUN, FAIR, run_secrets, "/run/secrets/kubernetes.io")                                   \
    FILE(kubernetes, RUN, FAIR, var_run_secrets, "/var/run/secrets/kubernetes.io")                           \
    VARIABLE(kubernetes, SET, LIGHT, KUBERNETES_SERVICE_HOST)                                                \
                                                                                                             \
    ROW(linux_vserver, "linux_vserver", "Linux-VServer", SYSTEM, none, OWN)                                  \
    KERNEL(linux_vserver, FACT, PROOF, "process.vserver", "")                                                \
                                                                                                             \
    ROW(linuxulator, "linuxulator", "FreeBSD's emulation of Linux", MACHINE, none, ANY)                      \
    /* sysctl compat.linux.osrelease makes up the release. */                                                \
    KERNEL(linuxulator, FOREIGN_VERSION, PROOF, "FreeBSD", "")                                               \
                                                                                                             \
    ROW(lxc, "lxc", "LXC", SYSTEM, none, OWN)                                                                \
    /* As libvirt named its containers with systemd before version 205, and does since. */                   \
    GROUP(lxc, NAME, HEAVY, "*.libvirt-lxc", "")                                                             \
    GROUP(lxc, NAME, HEAVY, "lxc.payload*", "")                                                              \
    GROUP(lxc, NAME, HEAVY, "lxc/", "")                                                                      \
    GROUP(lxc, NAME, HEAVY, "machine-lxc-*", "")                                                             \
    ROOT(lxc, FOLDER, HEAVY, "/lib/lxc/", "")                                                                \
    /* Over files that count processors and memory; on a host LXCFS is mounted elsewhere. */                 \
    MOUNT(lxc, PLACE, FAIR, "/proc/* * fuse.lxcfs", "lxcfs")                                                 \
    MOUNT(lxc, PLACE, FAIR, "/sys/* * fuse.lxcfs", "lxcfs")                                                  \
    WORD(lxc, ENVIRON, LIGHT, "lxc")                                                                         \
    WORD(lxc, MANAGER, FAIR, "lxc")                                                                          \
    LABEL(lxc, PROFILE, VOID, "libvirt-", "libvirt")                                                         \
    LABEL(lxc, PROFILE, VOID, "lxc-", "lxc")                                                                 \
    LABEL(lxc, PROFILE, VOID, "lxc-container-default", "lxc-container-default")                              \
                                                                                                             \
    ROW(lxd, "lxd", "LXD", SYSTEM, lxc, OWN)                                                                 \
    ROOT(lxd, FOLDER, HEAVY, "/lxd/storage-pools/", "")                                                      \
    /* Into virtual machines, too: there namespaces contradict. */                                           \
    FILE(lxd, RUN, FAIR, lxd_sock, "/dev/lxd/sock")                                                          \
    LABEL(lxd, PROFILE, VOID, "lxd-", "lxd")                                                                 \
                                                                                                             \
    ROW(modal, "modal", "Modal", PLATFORM, none, OWN)                                                        \
    /* modal.com/docs/guide/environment_variables */                                                         \
    VARIABLE(modal, SET, FAIR, MODAL_TASK_ID)                                                                \
    VARIABLE(modal, AND, VOID, MODAL_IMAGE_ID)                                                               \
                                                                                                             \
    ROW(netlify, "netlify", "Netlify", PLATFORM, none, OWN)                                                  \
    /* docs.netlify.com/build/configure-builds/environment-variables; 'netlify dev' sets the first, too. */  \
    VARIABLE(netlify, SET, FAIR, NETLIFY)                                                                    \
    VARIABLE(netlify, AND, VOID, DEPLOY_PRIME_URL)                                                           \
    VARIABLE(netlify, UNLESS, VOID, NETLIFY_DEV)                                                             \
                                                                                                             \
    ROW(nix, "nix", "a build of Nix", SANDBOX, none, OWN)                                                    \
    /* The root that its daemon builds in is a folder beside the derivation, in the store. */                \
    ROOT(nix, FOLDER, HEAVY, ".drv.chroot/root", "")                                                         \
                                                                                                             \
    ROW(nomad, "nomad", "Nomad", ORCHESTRATOR, none, OWN)                                                    \
    GROUP(nomad, NAME, HEAVY, "nomad.slice/", "")                                                            \
    GROUP(nomad, NAME, HEAVY, "nomad/", "")                                                                  \
    /* A folder that a group's tasks share. */                                                               \
    MOUNT(nomad, PLACE, HEAVY, "/alloc */alloc/*-*-*-*-*/alloc", "")                                         \
    /* It starts plain programs too. */                                                                      \
    VARIABLE(nomad, SET, FAIR, NOMAD_ALLOC_ID)                                                               \
                                                                                                             \
    ROW(oci, "oci", "runc, crun or another OCI runtime", GENERIC, none, ANY)                                 \
    /* BuildKit's and Cloud Foundry's Garden's containers are made by runc itself. */                        \
    GROUP(oci, NAME, HEAVY, "buildkit/", "")                                                                 \
    GROUP(oci, NAME, HEAVY, "garden/", "")                                                                   \
    /* They mask files as the OCI's runtime specification has it, whoever calls them. */                     \
    MOUNT(oci, PLACE, GENERIC, "/proc/kcore /null", "")                                                      \
    MOUNT(oci, PLACE, GENERIC, "/proc/keys /null", "")                                                       \
    MOUNT(oci, PLACE, GENERIC, "/proc/timer_list /null", "")                                                 \
    /* For programs that it runs in a container or a chroot. */                                              \
    WORD(oci, ENGINE, LIGHT, "buildah")                                                                      \
    WORD(oci, ENVIRON, LIGHT, "oci")                                                                         \
    WORD(oci, MANAGER, LIGHT, "oci")                                                                         \
                                                                                                             \
    ROW(openvz, "openvz", "OpenVZ or Virtuozzo", SYSTEM, none, ANY)                                          \
    /* Its kernel numbers containers; the host's is 0, so that the fact is there and not true. */            \
    KERNEL(openvz, FACT, PROOF, "process.openvz", "")                                                        \
    ROOT(openvz, DEVICE, HEAVY, "/dev/ploop", "")                                                            \
    ROOT(openvz, TYPE, HEAVY, "simfs", "")                                                                   \
    WORD(openvz, MANAGER, FAIR, "openvz")                                                                    \
    FILE(openvz, PROC, PROOF, proc_vz, "/proc/vz")                                                           \
    FILE(openvz, HOST, VOID, proc_bc, "/proc/bc")                                                            \
                                                                                                             \
    ROW(oracle_functions, "oracle-functions", "Oracle Functions, or Fn", PLATFORM, none, OWN)                \
    /* github.com/fnproject/docs, fn/develop/func-build.md */                                                \
    VARIABLE(oracle_functions, SET, FAIR, FN_FN_ID)                                                          \
    VARIABLE(oracle_functions, AND, VOID, FN_APP_ID)                                                         \
                                                                                                             \
    ROW(platformsh, "platformsh", "Platform.sh, or Upsun", PLATFORM, none, OWN)                              \
    /* docs.platform.sh/development/variables/use-variables.html */                                          \
    VARIABLE(platformsh, SET, FAIR, PLATFORM_APPLICATION_NAME)                                               \
    VARIABLE(platformsh, AND, VOID, PLATFORM_TREE_ID)                                                        \
                                                                                                             \
    ROW(podman, "podman", "Podman", ENGINE, oci, OWN)                                                        \
    GROUP(podman, NAME, HEAVY, "libpod-#*", "")                                                              \
    GROUP(podman, NAME, HEAVY, "libpod_parent/", "")                                                         \
    /* conmon monitors a container from outside. */                                                          \
    GROUP(podman, HOST, VOID, "libpod-conmon-*", "")                                                         \
    ROOT(podman, FOLDER, FAIR, "/containers/storage/", "containers-storage")                                 \
    MOUNT(podman, CGROUP, HEAVY, "", "")                                                                     \
    /* CRI-O and buildah share its storage and its marker, which is empty in most containers. */             \
    MOUNT(podman, BIND, FAIR, "*/overlay-containers/#*", "containers-storage")                               \
    MOUNT(podman, PLACE, FAIR, "/run/.containerenv", "containers-storage")                                   \
    WORD(podman, ENGINE, LIGHT, "podman")                                                                    \
    WORD(podman, ENVIRON, LIGHT, "podman")                                                                   \
    WORD(podman, MANAGER, FAIR, "podman")                                                                    \
    FILE(podman, ENGINE, LIGHT, containerenv, "/run/.containerenv")                                          \
    LABEL(podman, PROFILE, VOID, "containers-default-", "containers-default")                                \
    LABEL(podman, PROFILE, VOID, "podman-default", "podman-default")                                         \
                                                                                                             \
    ROW(proot, "proot", "PRoot, which traces system calls", CHROOT, none, OWN)                               \
    WORD(proot, MANAGER, FAIR, "proot")                                                                      \
    LABEL(proot, TRACER, FAIR, "proot", "")                                                                  \
                                                                                                             \
    ROW(railway, "railway", "Railway", PLATFORM, none, OWN)                                                  \
    /* docs.railway.com/reference/variables */                                                               \
    VARIABLE(railway, SET, FAIR, RAILWAY_SERVICE_ID)                                                         \
    VARIABLE(railway, AND, VOID, RAILWAY_PROJECT_ID)                                                         \
                                                                                                             \
    ROW(render, "render", "Render", PLATFORM, none, OWN)                                                     \
    /* render.com/docs/environment-variables */                                                              \
    VARIABLE(render, SET, FAIR, RENDER)                                                                      \
    VARIABLE(render, AND, VOID, RENDER_SERVICE_ID)                                                           \
                                                                                                             \
    ROW(replit, "replit", "Replit", PLATFORM, none, OWN)                                                     \
    /* docs.replit.com, "Secrets and environment variables". */                                              \
    VARIABLE(replit, SET, FAIR, REPL_ID)                                                                     \
    VARIABLE(replit, AND, VOID, REPL_OWNER)                                                                  \
                                                                                                             \
    ROW(rkt, "rkt", "CoreOS' rkt", ENGINE, systemd_nspawn, OWN)                                              \
    GROUP(rkt, NAME, HEAVY, "machine-rkt-*", "")                                                             \
    ROOT(rkt, FOLDER, HEAVY, "/rkt/pods/run/", "")                                                           \
    WORD(rkt, ENVIRON, LIGHT, "rkt")                                                                         \
    WORD(rkt, MANAGER, FAIR, "rkt")                                                                          \
                                                                                                             \
    ROW(runpod, "runpod", "Runpod", PLATFORM, none, OWN)                                                     \
    /* docs.runpod.io/pods/templates/environment-variables */                                                \
    VARIABLE(runpod, SET, FAIR, RUNPOD_POD_ID)                                                               \
                                                                                                             \
    ROW(sagemaker, "sagemaker", "Amazon SageMaker", PLATFORM, none, OWN)                                     \
    /* docs.aws.amazon.com/sagemaker, training jobs; github.com/aws/sagemaker-training-toolkit,              \
     * ENVIRONMENT_VARIABLES.md */                                                                           \
    VARIABLE(sagemaker, SET, FAIR, TRAINING_JOB_ARN)                                                         \
    VARIABLE(sagemaker, AND, VOID, TRAINING_JOB_NAME)                                                        \
    VARIABLE(sagemaker, SET, LIGHT, SM_CURRENT_HOST)                                                         \
    VARIABLE(sagemaker, AND, VOID, SM_HOSTS)                                                                 \
                                                                                                             \
    ROW(schroot, "schroot", "schroot, as Debian's sbuild uses it", CHROOT, chroot, OWN)                      \
    ROOT(schroot, FOLDER, HEAVY, "/schroot/", "")                                                            \
    VARIABLE(schroot, SET, FAIR, SCHROOT_CHROOT_NAME)                                                        \
                                                                                                             \
    ROW(snap, "snap", "a snap", SANDBOX, none, OWN)                                                          \
    /* snapd makes snap.NAME.APP... scopes and freezers. */                                                  \
    GROUP(snap, NAME, HEAVY, "snap.*", "")                                                                   \
    MOUNT(snap, PLACE, HEAVY, "/var/lib/snapd/hostfs", "")                                                   \
    WORD(snap, MANAGER, FAIR, "snap-confine")                                                                \
    /* Children of a snap that leave it inherit that. */                                                     \
    VARIABLE(snap, INHERITED, VOID, SNAP)                                                                    \
    LABEL(snap, PROFILE, FAIR, "snap.", "snap")                                                              \
                                                                                                             \
    ROW(swarm, "swarm", "Docker Swarm", ORCHESTRATOR, none, OWN)                                             \
    /* It binds secrets from a tmpfs, by their ids of 25 characters in base 36; Compose's are files. */      \
    MOUNT(swarm, PLACE, HEAVY, "/run/secrets/* /????????????????????????? tmpfs", "")                        \
                                                                                                             \
    ROW(systemd_nspawn, "systemd-nspawn", "systemd-nspawn, by machinectl or alone", SYSTEM, none, OWN)       \
    /* As systemd before version 205 named them. */                                                          \
    GROUP(systemd_nspawn, NAME, HEAVY, "*.nspawn", "")                                                       \
    GROUP(systemd_nspawn, NAME, HEAVY, "machine-*.scope", "")                                                \
    GROUP(systemd_nspawn, NAME, HEAVY, "systemd-nspawn@*", "")                                               \
    /* systemd-machined's, too: a virtual machine's monitor is a process of the host. */                     \
    GROUP(systemd_nspawn, HOST, VOID, "machine-qemu-*", "")                                                  \
    ROOT(systemd_nspawn, FOLDER, HEAVY, "/lib/machines/", "")                                                \
    MOUNT(systemd_nspawn, PLACE, HEAVY, "/run/host/incoming", "")                                            \
    MOUNT(systemd_nspawn, PLACE, HEAVY, "/run/systemd/nspawn/incoming", "")                                  \
    WORD(systemd_nspawn, ENVIRON, LIGHT, "systemd-nspawn")                                                   \
    WORD(systemd_nspawn, MANAGER, FAIR, "systemd-nspawn")                                                    \
                                                                                                             \
    ROW(tencent_scf, "tencent-scf", "Tencent Cloud Functions", PLATFORM, none, OWN)                          \
    /* cloud.tencent.com/document/product/583, environment variables. */                                     \
    VARIABLE(tencent_scf, SET, FAIR, SCF_FUNCTIONNAME)                                                       \
    VARIABLE(tencent_scf, AND, VOID, SCF_FUNCTIONVERSION)                                                    \
                                                                                                             \
    ROW(toolbx, "toolbx", "Toolbx", PLATFORM, none, OWN)                                                     \
    VARIABLE(toolbx, SET, LIGHT, TOOLBOX_PATH)                                                               \
    /* Distrobox writes it, too. */                                                                          \
    FILE(toolbx, RUN, GENERIC, toolboxenv, "/run/.toolboxenv")                                               \
                                                                                                             \
    ROW(vercel, "vercel", "Vercel", PLATFORM, aws_lambda, OWN)                                               \
    /* vercel.com/docs/environment-variables/system-environment-variables: the region is there at run        \
     * time alone. */                                                                                        \
    VARIABLE(vercel, SET, FAIR, VERCEL_REGION)                                                               \
    VARIABLE(vercel, AND, VOID, VERCEL)                                                                      \
                                                                                                             \
    ROW(vertex_ai, "vertex-ai", "Google Vertex AI", PLATFORM, none, OWN)                                     \
    /* cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements */                          \
    VARIABLE(vertex_ai, SET, FAIR, AIP_HTTP_PORT)                                                            \
    VARIABLE(vertex_ai, AND, VOID, AIP_MODE)                                                                 \
                                                                                                             \
    ROW(waydroid, "waydroid", "Waydroid, Android on Wayland", SYSTEM, lxc, OWN)                              \
    /* LXC's container of that name, and the file with Android's properties that Waydroid writes for it. */  \
    GROUP(waydroid, NAME, HEAVY, "lxc.payload.waydroid", "")                                                 \
    MOUNT(waydroid, PLACE, HEAVY, "/vendor/waydroid.prop */waydroid.prop", "")                               \
                                                                                                             \
    ROW(wsl, "wsl", "Windows Subsystem for Linux", MACHINE, none, OWN)                                       \
    /* Microsoft's kernels say "Microsoft" (the first version's, no Linux) or "WSL". A lower-case            \
     * "microsoft" is also Azure's. Under other kernels the rest tells. */                                   \
    KERNEL(wsl, FOREIGN_RELEASE, HEAVY, "Microsoft", "")                                                     \
    KERNEL(wsl, LINUX_RELEASE, HEAVY, "WSL", "")                                                             \
    ROOT(wsl, TYPE, HEAVY, "lxfs", "")                                                                       \
    ROOT(wsl, TYPE, HEAVY, "wslfs", "")                                                                      \
    /* Windows' drives and drivers. */                                                                       \
    MOUNT(wsl, OPTION, HEAVY, "aname=drvfs", "")                                                             \
    MOUNT(wsl, PLACE, HEAVY, "/usr/lib/wsl/*", "")                                                           \
    MOUNT(wsl, TYPE, HEAVY, "drvfs", "")                                                                     \
    FILE(wsl, RUN, HEAVY, interop, "/proc/sys/fs/binfmt_misc/WSLInterop")                                    \
    FILE(wsl, RUN, HEAVY, interop_late, "/proc/sys/fs/binfmt_misc/WSLInterop-late")                          \
    VARIABLE(wsl, INHERITED, VOID, WSL_DISTRO_NAME)                                                          \
    /* rows end here */
/* clang-format on */

/* The rows of one macro; of variables those of both. */
#define ISOLATION_VOID(...)
#define ISOLATION_ROWS(ROW)                                                                                  \
    ENVFP_ISOLATIONS(ROW, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID,    \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_KERNELS(KERNEL)                                                                            \
    ENVFP_ISOLATIONS(ISOLATION_VOID, KERNEL, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_GROUPS(GROUP)                                                                              \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, GROUP, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID,  \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_ROOTS(ROOT)                                                                                \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ROOT, ISOLATION_VOID, ISOLATION_VOID,   \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_MOUNTS(MOUNT)                                                                              \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, MOUNT, ISOLATION_VOID,  \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_WORDS(WORD)                                                                                \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, WORD,   \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_FILES(FILE)                                                                                \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID,         \
                     ISOLATION_VOID, FILE, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID)
#define ISOLATION_VARIABLES(VARIABLE, ALSO)                                                                  \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID,         \
                     ISOLATION_VOID, ISOLATION_VOID, VARIABLE, ALSO, ISOLATION_VOID)
#define ISOLATION_LABELS(LABEL)                                                                              \
    ENVFP_ISOLATIONS(ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID,         \
                     ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, ISOLATION_VOID, LABEL)

#endif
