@description('Start of every name.')
param name string

@description('Where it is made.')
param location string

@description('Environment to run in.')
param environmentName string

@description('Resource id of the identity.')
param identityId string

@description('Client id of the identity; bridge.yaml finds it as AZURE_CLIENT_ID.')
param identityClientId string

@description('The image.')
param image string

@description('Registry that the identity may pull from; empty for a public one.')
param registryServer string

@description('Vault with the secrets.')
param vaultName string

@description('Names of secrets that become environment variables.')
param secretNames string[]

@description('Secret with the address of the database for those who serve.')
param databaseUrlSecret string

@description('Secret with the address of the owner of the database.')
param databaseOwnerUrlSecret string

@description('bridge.yaml.')
param bridgeConfig string

@description('Replicas that always run.')
param replicas int

@description('CPU cores of a replica.')
param cpu string

@description('Host name of your own for webhooks, or empty.')
param webhookHost string

@description('Certificate of the environment for that host name, or empty.')
param webhookCertificateId string

@description('Tags of everything.')
param tags object

var vaultSecrets = [
  for secret in secretNames: {
    name: secret
    keyVaultUrl: '${vault.properties.vaultUri}secrets/${secret}'
    identity: identityId
  }
]
var secretEnvironment = [
  for secret in secretNames: {
    name: toUpper(replace(secret, '-', '_'))
    secretRef: secret
  }
]
var registries = empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]

@description('The server takes 0.5 cores with 1 GiB, 1 with 2 GiB, and so on.')
var memory = { '0.25': '0.5Gi', '0.5': '1Gi', '1.0': '2Gi', '2.0': '4Gi' }

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource managedEnvironment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: environmentName
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: managedEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      // Inside the environment only. The route below publishes one path of it.
      ingress: {
        external: false
        targetPort: 8080
        transport: 'http'
        allowInsecure: false
      }
      registries: registries
      secrets: concat(vaultSecrets, [
        {
          name: 'database-url'
          keyVaultUrl: '${vault.properties.vaultUri}secrets/${databaseUrlSecret}'
          identity: identityId
        }
        {
          name: 'bridge-yaml'
          value: bridgeConfig
        }
      ])
    }
    template: {
      // 5 s more than the bridge takes to drain.
      terminationGracePeriodSeconds: 30
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      containers: [
        {
          name: 'bridge'
          image: image
          env: concat(secretEnvironment, [
            { name: 'BRIDGE_CONFIG', value: '/etc/jml-bridge/bridge.yaml' }
            { name: 'DATABASE_URL', secretRef: 'database-url' }
            // A role of its own may not change tables; then the job below does.
            { name: 'MIGRATE_AT_START', value: databaseUrlSecret == databaseOwnerUrlSecret ? 'true' : 'false' }
            { name: 'AZURE_CLIENT_ID', value: identityClientId }
          ])
          resources: {
            cpu: json(cpu)
            memory: memory[cpu]
          }
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: 8080 }
              // The first start of a version changes the tables before it listens.
              periodSeconds: 30
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: 8080 }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: 8080 }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 2
            }
          ]
          volumeMounts: [
            { volumeName: 'config', mountPath: '/etc/jml-bridge' }
            { volumeName: 'data', mountPath: '/data' }
          ]
        }
      ]
      volumes: [
        {
          name: 'config'
          storageType: 'Secret'
          secrets: [
            { secretRef: 'bridge-yaml', path: 'bridge.yaml' }
          ]
        }
        {
          name: 'data'
          storageType: 'EmptyDir'
        }
      ]
    }
  }
}

// Publishes /webhooks/ and nothing else: what matches no rule is answered with 404.
resource route 'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01' = {
  parent: managedEnvironment
  name: 'webhooks'
  properties: {
    customDomains: empty(webhookHost)
      ? []
      : [
          {
            name: webhookHost
            bindingType: empty(webhookCertificateId) ? 'Auto' : 'SniEnabled'
            certificateId: empty(webhookCertificateId) ? null : webhookCertificateId
          }
        ]
    rules: [
      {
        description: 'Deliveries of the ticket systems'
        routes: [
          {
            match: {
              prefix: '/webhooks/'
              caseSensitive: true
            }
          }
        ]
        targets: [
          {
            containerApp: app.name
          }
        ]
      }
    ]
  }
}

resource migration 'Microsoft.App/jobs@2025-07-01' = {
  name: '${name}-migrate'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: managedEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      replicaTimeout: 600
      replicaRetryLimit: 1
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      registries: registries
      secrets: [
        {
          name: 'database-url'
          keyVaultUrl: '${vault.properties.vaultUri}secrets/${databaseOwnerUrlSecret}'
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: ['migrate']
          env: [
            { name: 'DATABASE_URL', secretRef: 'database-url' }
          ]
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
        }
      ]
    }
  }
}

@description('Deliveries go here, with the name of a connection at the end.')
output webhooks string = 'https://${empty(webhookHost) ? route.properties.fqdn : webhookHost}/webhooks/'

@description('The job that brings the tables up to date.')
output migrationJob string = migration.name
